package dev.restorebot.engine.backup.folder;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a backup file says, when it is made as {@code <app>_db_<yyyy-MM-dd_HH-mm-ss>} or
 * {@code <app>_db_<generation>} with any extension.
 *
 * @param app what was backed up
 * @param takenAt when, unless the name has a generation or an impossible time
 */
public record NameFacts(Optional<String> app, Optional<Instant> takenAt) {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<app>.+)_db_(?:(?<time>\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d)"
              + "|daily_[a-z]|daily|weekly|fortnightly|monthly|yearly)(?:\\..*)?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss").withResolverStyle(ResolverStyle.STRICT);

  /**
   * Reads a name.
   *
   * @param zone where the clock stood that it was made by
   */
  public static NameFacts of(String fileName, ZoneId zone) {
    Matcher name = NAME.matcher(fileName);
    if (!name.matches()) {
      return new NameFacts(Optional.empty(), Optional.empty());
    }
    return new NameFacts(
        Optional.of(name.group("app")),
        Optional.ofNullable(name.group("time")).flatMap(time -> instant(time, zone)));
  }

  private static Optional<Instant> instant(String time, ZoneId zone) {
    try {
      return Optional.of(LocalDateTime.parse(time, TIME).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
