package dev.restorebot.engine.text;

import java.time.Duration;

/** Formats a duration in words. */
public final class Spent {
  private static final long MANY = 120;

  private Spent() {}

  /** In minutes, or in seconds where there are less than two minutes. */
  public static String words(Duration length) {
    return length.toSeconds() < MANY
        ? length.toSeconds() + " seconds"
        : length.toMinutes() + " minutes";
  }
}
