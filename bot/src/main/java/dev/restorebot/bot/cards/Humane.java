package dev.restorebot.bot.cards;

import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class Humane {
  private Humane() {}

  /** {@code 12,345}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A point in time, to the minute, in UTC and saying so. */
  public static String time(Instant at) {
    return UtcTime.text(at);
  }

  /** The time since then, rounded: {@code 3 days 4 h ago}, {@code just now}. */
  public static String age(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.isNegative()) {
      return "in the future";
    }
    return age.toMinutes() < 1 ? "just now" : Durations.minutes(age) + " ago";
  }
}
