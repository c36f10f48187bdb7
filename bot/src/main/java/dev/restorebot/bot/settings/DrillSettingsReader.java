package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.drill.BackupRule;
import dev.restorebot.engine.drill.CronSchedule;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.verify.Level;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code drills}: a list, one for each database. */
final class DrillSettingsReader {
  private static final StructureField<String> DATABASE =
      StructureField.needed(
          "database", Parsers.SOME_TEXT, "The database's name, as people know it.");
  private static final StructureField<String> CHANNEL =
      StructureField.needed(
          "channel",
          Parsers.matching("(?:console|slack|discord):\\S+", "a channel such as slack:C0123ABCD"),
          "Where people are reminded: console:, slack: or discord: and the channel.");
  private static final StructureField<String> SCHEDULE =
      StructureField.or(
          "0 10 1 * *",
          "schedule",
          Parsers.TEXT,
          "When: minute, hour, day of the month, month, day of the week.");
  private static final StructureField<ZoneId> TIME_ZONE =
      StructureField.or(
          "system",
          "time-zone",
          Parsers.ZONE,
          "Time zone of the schedule; system for this machine's.");
  private static final StructureField<Boolean> AUTO =
      StructureField.or("false", "auto", Parsers.BOOL, "Whether it runs without a click.");
  private static final StructureField<BackupRule> PICK =
      StructureField.or(
          "newest", "pick", Parsers.oneOf(BackupRule.class), "Which backup it takes.");
  private static final StructureField<Optional<Pattern>> NAMES =
      StructureField.or(
          "",
          "names",
          Parsers.optional(Parsers.REGEX),
          "Regular expression for the start of its backups' file names; empty for all.");
  private static final StructureField<Optional<Level>> LEVEL =
      StructureField.or(
          "",
          "level",
          Parsers.optional(Parsers.oneOf(Level.class)),
          "How thoroughly it verifies; empty for what verify says.");
  private static final StructureField<Duration> OVERDUE_AFTER =
      StructureField.or(
          "3d",
          "overdue-after",
          Parsers.DURATION,
          "Time without a run after which the channel is reminded; after twice that the leads,"
              + " after three times the contacts.");

  static final SettingStructure DRILLS =
      SettingStructure.several(
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

  private DrillSettingsReader() {}

  static List<DrillSettings> of(SettingValues values) {
    String path = DRILLS.path();
    List<DrillSettings> drills =
        DRILLS.read(values, path, values.structured(path), DrillSettingsReader::drill);
    if (drills.stream().map(DrillSettings::database).distinct().count() < drills.size()) {
      values.problem(path, "names a database twice");
    }
    return drills;
  }

  private static DrillSettings drill(JsonNode part) {
    ZoneId zone = SettingStructure.get(part, TIME_ZONE);
    return new DrillSettings(
        SettingStructure.get(part, DATABASE),
        Optional.of(CronSchedule.of(SettingStructure.get(part, SCHEDULE), zone)),
        SettingStructure.get(part, CHANNEL),
        SettingStructure.get(part, AUTO),
        SettingStructure.get(part, PICK),
        SettingStructure.get(part, NAMES),
        SettingStructure.get(part, LEVEL),
        SettingStructure.get(part, OVERDUE_AFTER));
  }
}
