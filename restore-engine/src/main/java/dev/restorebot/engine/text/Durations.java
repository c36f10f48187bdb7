package dev.restorebot.engine.text;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Formats durations for people, with at most the two largest units: ms, s, min, h and, from two
 * days on, days. A negative duration has a minus sign.
 */
public final class Durations {
  private Durations() {}

  /**
   * Returns a measured duration, such as {@code 850 ms}, {@code 4.2 s}, {@code 6 min 40 s}, {@code
   * 3 h 5 min}, {@code 2 days} or {@code 3 days 4 h}. Whole seconds have no fraction.
   */
  public static String text(Duration duration) {
    if (duration.isNegative()) {
      return "-" + text(duration.negated());
    }
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0 s";
    }
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 59_950) {
      return millis % 1_000 == 0
          ? millis / 1_000 + " s"
          : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
    if (millis < 60_000) {
      return "1 min";
    }
    if (duration.toHours() < 1) {
      return duration.toMinutes() + " min" + rest(duration.toSecondsPart(), " s");
    }
    if (duration.toDays() < 2) {
      return duration.toHours() + " h" + rest(duration.toMinutesPart(), " min");
    }
    return duration.toDays() + " days" + rest(duration.toHoursPart(), " h");
  }

  /** Returns a duration cut to whole minutes, for ages: {@code 26 h 30 min}, {@code 0 min}. */
  public static String minutes(Duration duration) {
    Duration whole = duration.truncatedTo(ChronoUnit.MINUTES);
    return whole.isZero() ? "0 min" : text(whole);
  }

  /** Returns an estimate, rounded up to whole seconds, at least one: {@code 5 s}. */
  public static String estimate(Duration duration) {
    return text(Duration.ofSeconds(Math.max(1, (duration.toMillis() + 999) / 1_000)));
  }

  private static String rest(int part, String unit) {
    return part == 0 ? "" : " " + part + unit;
  }
}
