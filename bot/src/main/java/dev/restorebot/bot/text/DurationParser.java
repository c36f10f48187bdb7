package dev.restorebot.bot.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as people write them. */
public final class DurationParser {
  /**
   * The durations that people write, as a regular expression in lower case; beside it there is ISO
   * 8601.
   */
  public static final String FORM =
      "(?:(\\d{1,4}) *d(?:ays?)?)? *(?:(\\d{1,4}) *h(?:ours?|rs?)?)?"
          + " *(?:(\\d{1,5}) *m(?:in(?:utes?|s)?)?)? *(?:(\\d{1,6}) *s(?:ec(?:onds?|s)?)?)?";

  private static final Pattern PEOPLE = Pattern.compile(FORM);

  private DurationParser() {}

  /**
   * {@code 60s}, {@code 90m}, {@code 2h}, {@code 1d12h}, {@code PT2H}; empty unless it is more than
   * nothing.
   */
  public static Optional<Duration> parse(String text) {
    return read(text.strip().toLowerCase(Locale.ROOT))
        .filter(duration -> !duration.isZero() && !duration.isNegative());
  }

  private static Optional<Duration> read(String text) {
    if (text.startsWith("p")) {
      try {
        return Optional.of(Duration.parse(text));
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
    Matcher matcher = PEOPLE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(number(matcher.group(1)))
            .plusHours(number(matcher.group(2)))
            .plusMinutes(number(matcher.group(3)))
            .plusSeconds(number(matcher.group(4))));
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
