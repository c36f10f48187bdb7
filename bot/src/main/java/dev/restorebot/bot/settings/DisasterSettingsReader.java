package dev.restorebot.bot.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of disaster restores, and of who lets them run. */
final class DisasterSettingsReader {
  private static final StructureField<String> NAME =
      StructureField.needed("name", Parsers.SOME_TEXT, "How it is called in the thread.");
  private static final StructureField<URI> URL =
      StructureField.needed(
          "url",
          Parsers.matching(
              "https?://\\S+", "an address such as http://localhost/readyz", URI::create),
          "The page.");
  private static final StructureField<Integer> STATUS =
      StructureField.or(
          "200", "status", Parsers.number(100, 599), "The HTTP status that it must answer with.");
  private static final StructureField<Optional<String>> CONTAINS =
      StructureField.or(
          "",
          "contains",
          Parsers.optional(Parsers.TEXT),
          "A text that the answer must have in it.");

  static final SettingStructure CHECKS =
      SettingStructure.several("disaster.http-checks", NAME, URL, STATUS, CONTAINS);

  private DisasterSettingsReader() {}

  static Settings.Approval approval(SettingValues values) {
    Settings.Approval approval =
        new Settings.Approval(
            values.get(SettingKeys.NEEDED),
            values.get(SettingKeys.APPROVE_WITHIN),
            values.get(SettingKeys.RUN_WITHIN),
            values.get(SettingKeys.REMINDERS),
            values.get(SettingKeys.SECOND_FACTOR),
            values.get(SettingKeys.SAME_PERSON));
    for (Duration reminder : approval.reminders()) {
      if (reminder.compareTo(approval.approveWithin()) >= 0) {
        values.problem(
            SettingKeys.REMINDERS.path(), "a reminder comes when approve-within is over already");
      }
    }
    return approval;
  }

  static Settings.Disaster disaster(SettingValues values) {
    Settings.Disaster disaster =
        new Settings.Disaster(
            values.get(SettingKeys.PROJECT),
            values.get(SettingKeys.SERVICE),
            values.get(SettingKeys.DATABASE),
            values.get(SettingKeys.STOP),
            values.get(SettingKeys.STOP_SERVICES),
            values.get(SettingKeys.SWAP),
            values.get(SettingKeys.SAFETY_COPY),
            values.get(SettingKeys.REQUIRE_TESTED),
            values.get(SettingKeys.OVERRIDE_FILE),
            values.get(SettingKeys.UPLOADS_VOLUME),
            values.get(SettingKeys.CHECK_PATIENCE),
            checks(values),
            values.get(SettingKeys.HAND_CHECKS),
            values.get(SettingKeys.CONTACTS));
    if (disaster.stop().contains(disaster.service())) {
      values.problem(
          SettingKeys.STOP.path(), "names the database's service; it is stopped on its own");
    }
    return disaster;
  }

  private static List<Settings.HttpCheck> checks(SettingValues values) {
    String path = CHECKS.path();
    return CHECKS.read(
        values,
        path,
        values.structured(path),
        part ->
            new Settings.HttpCheck(
                SettingStructure.get(part, NAME),
                SettingStructure.get(part, URL),
                SettingStructure.get(part, STATUS),
                SettingStructure.get(part, CONTAINS)));
  }
}
