package dev.restorebot.engine.text;

import java.util.Locale;

/** Formats sizes in bytes: in decimal units, as disks and clouds count them. */
public final class Sizes {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private Sizes() {}

  /** Returns a size with its unit, such as {@code 850 bytes} or {@code 695.9 kB}. */
  public static String text(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1_000;
      unit++;
    }
    return bytes < 1_000
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
