package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.drill.CronSchedule;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.drill.Pick;
import dev.restorebot.engine.verify.Level;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code drills}: a list, one for each database. */
final class DrillParts {
  private static final Field<String> DATABASE =
      Field.needed("database", Read.SOME_TEXT, "The database's name, as people know it.");
  private static final Field<String> CHANNEL =
      Field.needed(
          "channel",
          Read.matching("(?:console|slack|discord):\\S+", "a channel such as slack:C0123ABCD"),
          "Where people are reminded: console:, slack: or discord: and the channel.");
  private static final Field<String> SCHEDULE =
      Field.or(
          "0 10 1 * *",
          "schedule",
          Read.TEXT,
          "When: minute, hour, day of the month, month, day of the week.");
  private static final Field<ZoneId> TIME_ZONE =
      Field.or(
          "system",
          "time-zone",
          Read.ZONE,
          "Time zone of the schedule; system for this machine's.");
  private static final Field<Boolean> AUTO =
      Field.or("false", "auto", Read.BOOL, "Whether it runs without a click.");
  private static final Field<Pick> PICK =
      Field.or("newest", "pick", Read.oneOf(Pick.class), "Which backup it takes.");
  private static final Field<Optional<Pattern>> NAMES =
      Field.or(
          "",
          "names",
          Read.optional(Read.REGEX),
          "Regular expression for the start of its backups' file names; empty for all.");
  private static final Field<Optional<Level>> LEVEL =
      Field.or(
          "",
          "level",
          Read.optional(Read.oneOf(Level.class)),
          "How thoroughly it verifies; empty for what verify says.");
  private static final Field<Duration> OVERDUE_AFTER =
      Field.or(
          "3d",
          "overdue-after",
          Read.DURATION,
          "After which time without a run the channel is told, after twice that the leads, after"
              + " three times the contacts.");

  static final Structure DRILLS =
      Structure.several(
          "drills",
          DATABASE,
          CHANNEL,
          SCHEDULE,
          TIME_ZONE,
          AUTO,
          PICK,
          NAMES,
          LEVEL,
          OVERDUE_AFTER);

  private DrillParts() {}

  static List<DrillSettings> of(Values values) {
    String path = DRILLS.path();
    List<DrillSettings> drills =
        DRILLS.read(values, path, values.structured(path), DrillParts::drill);
    if (drills.stream().map(DrillSettings::database).distinct().count() < drills.size()) {
      values.problem(path, "names a database twice");
    }
    return drills;
  }

  private static DrillSettings drill(JsonNode part) {
    ZoneId zone = Structure.get(part, TIME_ZONE);
    return new DrillSettings(
        Structure.get(part, DATABASE),
        Optional.of(CronSchedule.of(Structure.get(part, SCHEDULE), zone)),
        Structure.get(part, CHANNEL),
        Structure.get(part, AUTO),
        Structure.get(part, PICK),
        Structure.get(part, NAMES),
        Structure.get(part, LEVEL),
        Structure.get(part, OVERDUE_AFTER));
  }
}
