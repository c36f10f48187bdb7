package dev.restorebot.engine.text;

import java.time.Duration;

/** Formats durations for people, with the two largest units. */
public final class Spans {
  private Spans() {}

  public static String text(Duration span) {
    if (span.isNegative()) {
      return "-" + text(span.negated());
    }
    if (span.toDays() > 0) {
      return pair(span.toDays(), "d", span.toHoursPart(), "h");
    }
    if (span.toHours() > 0) {
      return pair(span.toHours(), "h", span.toMinutesPart(), "min");
    }
    return span.toMinutes() > 0
        ? pair(span.toMinutes(), "min", span.toSecondsPart(), "s")
        : span.toSeconds() + " s";
  }

  private static String pair(long large, String unit, int small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
