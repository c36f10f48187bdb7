package dev.restorebot.engine.verify;

/** Sizes for people. */
final class Sizes {
  private static final double KILO = 1000;

  private Sizes() {}

  /** Such as {@code 12 MB}. */
  static String text(long bytes) {
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
