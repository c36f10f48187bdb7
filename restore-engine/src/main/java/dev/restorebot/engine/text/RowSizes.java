package dev.restorebot.engine.text;

/** Sizes for people. */
public final class RowSizes {
  private static final double KILO = 1000;

  private RowSizes() {}

  /** Such as {@code 12 MB}. */
  public static String text(long bytes) {
    String[] units = {"bytes", "kB", "MB", "GB", "TB"};
    double size = bytes;
    int unit = 0;
    while (size >= KILO && unit < units.length - 1) {
      size /= KILO;
      unit++;
    }
    return String.format(unit < 3 ? "%.0f %s" : "%.1f %s", size, units[unit]);
  }
}
