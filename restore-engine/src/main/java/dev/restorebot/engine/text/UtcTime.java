package dev.restorebot.engine.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes points in time as people read them: {@code 2026-11-29 08:21 UTC}. Front ends recognise
 * this form and show it in the zone of their reader.
 */
public final class UtcTime {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private UtcTime() {}

  /** Returns the time to the minute. */
  public static String text(Instant at) {
    return TIME.format(at);
  }
}
