package dev.restorebot.engine.text;

import java.util.Locale;

/** Formats counted things for people. */
public final class Counts {
  private Counts() {}

  /**
   * Returns the number and its noun: {@code 1 row}, {@code 1,926 rows}.
   *
   * @param singular a noun whose plural ends with s
   */
  public static String of(long number, String singular) {
    return String.format(Locale.ROOT, "%,d %s%s", number, singular, number == 1 ? "" : "s");
  }
}
