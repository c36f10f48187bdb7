package dev.restorebot.engine.text;

import java.time.Duration;
import java.util.List;

/** Formats durations and lists for best practices. */
public final class AdviceWords {
  private static final int SHOWN = 3;

  private AdviceWords() {}

  /** In the unit that says enough: {@code 50 min}, {@code 26 h}, {@code 9 days}. */
  public static String time(Duration time) {
    if (time.compareTo(Duration.ofHours(2)) < 0) {
      return Math.max(0, time.toMinutes()) + " min";
    }
    return time.compareTo(Duration.ofDays(3)) < 0 ? time.toHours() + " h" : time.toDays() + " days";
  }

  /** The first few, and how many more. */
  public static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
  }
}
