package dev.restorebot.bot.cards;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class Humane {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Humane() {}

  /** {@code 850 ms}, {@code 4.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 3 days}. */
  public static String duration(Duration d) {
    long millis = Math.max(0, d.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 59_950) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
    if (millis < 60_000) {
      return "1 min";
    }
    if (d.toHours() < 1) {
      return d.toMinutes() + " min" + rest(d.toSecondsPart(), " s");
    }
    if (d.toDays() < 2) {
      return d.toHours() + " h" + rest(d.toMinutesPart(), " min");
    }
    return d.toDays() + " days" + rest(d.toHoursPart(), " h");
  }

  /** The same without fractions, for guesses: {@code 5 s}. Never less than a second. */
  public static String rough(Duration d) {
    long seconds = Math.max(1, (d.toMillis() + 999) / 1_000);
    return seconds < 60 ? seconds + " s" : duration(Duration.ofSeconds(seconds));
  }

  /** {@code 12,345}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A point in time, to the minute, in UTC and saying so. */
  public static String time(Instant at) {
    return TIME.format(at);
  }

  /** The time since then, rounded: {@code 3 days 4 h ago}, {@code just now}. */
  public static String age(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.isNegative()) {
      return "in the future";
    }
    return age.toMinutes() < 1
        ? "just now"
        : duration(age.truncatedTo(java.time.temporal.ChronoUnit.MINUTES)) + " ago";
  }

  private static String rest(int part, String unit) {
    return part == 0 ? "" : " " + part + unit;
  }
}
