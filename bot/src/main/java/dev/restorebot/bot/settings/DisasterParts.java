package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The settings of disaster restores, and of who lets them run. */
final class DisasterParts {
  private static final String CHECKS = "disaster.http-checks";
  private static final Set<String> OF_CHECK = Set.of("name", "url", "status", "contains");

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
    List<Settings.HttpCheck> checks = new ArrayList<>();
    Optional<JsonNode> all = values.structured(CHECKS);
    if (all.isPresent() && !all.get().isArray()) {
      values.problem(CHECKS, "is a list of { name: ..., url: ..., status: ..., contains: ... }");
      return checks;
    }
    all.ifPresent(list -> list.forEach(each -> check(values, each).ifPresent(checks::add)));
    return checks;
  }

  private static Optional<Settings.HttpCheck> check(Values values, JsonNode node) {
    List<String> unknown = new ArrayList<>();
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!OF_CHECK.contains(name)) {
                unknown.add(name);
              }
            });
    String name = node.path("name").asText("");
    String url = node.path("url").asText("");
    int status = node.path("status").asInt(200);
    if (!unknown.isEmpty() || name.isBlank() || !url.matches("https?://\\S+")) {
      values.problem(
          CHECKS, "each part has a `name` and a `url`, and if need be a `status` and `contains`");
      return Optional.empty();
    }
    if (status < 100 || status > 599) {
      values.problem(CHECKS, "the status of " + name + " is not one of HTTP");
      return Optional.empty();
    }
    return Optional.of(
        new Settings.HttpCheck(
            name,
            URI.create(url),
            status,
            Optional.of(node.path("contains").asText("")).filter(text -> !text.isEmpty())));
  }
}
