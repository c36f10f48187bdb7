package dev.restorebot.engine.state;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes instants as text that sorts in their order and loses nothing. */
public final class StoredTimes {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private StoredTimes() {}

  public static String text(Instant instant) {
    return FORMAT.format(instant);
  }

  public static Instant instant(String text) {
    return Instant.parse(text);
  }
}
