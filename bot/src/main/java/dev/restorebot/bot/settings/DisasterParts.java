package dev.restorebot.bot.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of disaster restores, and of who lets them run. */
final class DisasterParts {
  private static final Field<String> NAME =
      Field.needed("name", Read.SOME_TEXT, "How it is called in the thread.");
  private static final Field<URI> URL =
      Field.needed(
          "url",
          Read.matching("https?://\\S+", "an address such as http://localhost/readyz", URI::create),
          "The page.");
  private static final Field<Integer> STATUS =
      Field.or("200", "status", Read.number(100, 599), "The HTTP status that it must answer with.");
  private static final Field<Optional<String>> CONTAINS =
      Field.or("", "contains", Read.optional(Read.TEXT), "A text that the answer must have in it.");

  static final Structure CHECKS =
      Structure.several("disaster.http-checks", NAME, URL, STATUS, CONTAINS);

  private DisasterParts() {}

  static Settings.Approval approval(Values values) {
    Settings.Approval approval =
        new Settings.Approval(
            values.get(Keys.NEEDED),
            values.get(Keys.APPROVE_WITHIN),
            values.get(Keys.RUN_WITHIN),
            values.get(Keys.REMINDERS),
            values.get(Keys.SECOND_FACTOR),
            values.get(Keys.SAME_PERSON));
    for (Duration reminder : approval.reminders()) {
      if (reminder.compareTo(approval.approveWithin()) >= 0) {
        values.problem(
            Keys.REMINDERS.path(), "a reminder comes when approve-within is over already");
      }
    }
    return approval;
  }

  static Settings.Disaster disaster(Values values) {
    Settings.Disaster disaster =
        new Settings.Disaster(
            values.get(Keys.PROJECT),
            values.get(Keys.SERVICE),
            values.get(Keys.DATABASE),
            values.get(Keys.STOP),
            values.get(Keys.STOP_SERVICES),
            values.get(Keys.SWAP),
            values.get(Keys.SAFETY_COPY),
            values.get(Keys.REQUIRE_TESTED),
            values.get(Keys.OVERRIDE_FILE),
            values.get(Keys.UPLOADS_VOLUME),
            values.get(Keys.CHECK_PATIENCE),
            checks(values),
            values.get(Keys.HAND_CHECKS),
            values.get(Keys.CONTACTS));
    if (disaster.stop().contains(disaster.service())) {
      values.problem(Keys.STOP.path(), "names the database's service; it is stopped on its own");
    }
    return disaster;
  }

  private static List<Settings.HttpCheck> checks(Values values) {
    String path = CHECKS.path();
    return CHECKS.read(
        values,
        path,
        values.structured(path),
        part ->
            new Settings.HttpCheck(
                Structure.get(part, NAME),
                Structure.get(part, URL),
                Structure.get(part, STATUS),
                Structure.get(part, CONTAINS)));
  }
}
