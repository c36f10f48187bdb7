package dev.restorebot.bot.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the times in the texts of cards, which are written in UTC, as in {@code 2026-11-29 08:21
 * UTC}: a chat that knows its reader's zone shows them in it. Pure.
 */
public final class Times {
  private static final Pattern TIME =
      Pattern.compile("\\b(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d) UTC\\b");

  private Times() {}

  /**
   * Splits a text into its times and what is between them.
   *
   * @param text makes a part of a piece of text, which is not empty
   * @param time makes a part of a time and of its words in UTC, such as {@code 08:21 UTC}
   */
  public static <T> List<T> split(
      String whole, Function<String, T> text, BiFunction<Instant, String, T> time) {
    List<T> parts = new ArrayList<>();
    Matcher found = TIME.matcher(whole);
    int from = 0;
    while (found.find()) {
      Optional<Instant> at = at(found.group(1), found.group(2));
      if (at.isPresent()) {
        if (found.start() > from) {
          parts.add(text.apply(whole.substring(from, found.start())));
        }
        parts.add(time.apply(at.get(), found.group(2) + " UTC"));
        from = found.end();
      }
    }
    if (from < whole.length()) {
      parts.add(text.apply(whole.substring(from)));
    }
    return parts;
  }

  /** The text with its times in a zone, which is named after each. */
  public static String in(ZoneId zone, String text) {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ENGLISH).withZone(zone);
    return String.join(
        "",
        Times.<String>split(
            text,
            words -> words,
            (at, utc) ->
                zone.equals(ZoneOffset.UTC)
                    ? at.toString().substring(0, 10) + " " + utc
                    : format.format(at)));
  }

  private static Optional<Instant> at(String date, String time) {
    try {
      return Optional.of(Instant.parse(date + "T" + time + ":00Z"));
    } catch (DateTimeException e) {
      return Optional.empty(); // digits that are no time
    }
  }
}
