package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.drill.CronSchedule;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.drill.Pick;
import dev.restorebot.engine.verify.Level;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code drills}: a list, one for each database. */
final class DrillParts {
  private static final String PATH = "drills";
  private static final Set<String> FIELDS =
      Set.of(
          "database",
          "schedule",
          "time-zone",
          "channel",
          "auto",
          "pick",
          "names",
          "level",
          "overdue-after");
  private static final String MONTHLY = "0 10 1 * *";

  private final Values values;

  private DrillParts(Values values) {
    this.values = values;
  }

  static List<DrillSettings> of(Values values) {
    List<DrillSettings> drills = new ArrayList<>();
    Optional<JsonNode> all = values.structured(PATH);
    if (all.isPresent() && !all.get().isArray()) {
      values.problem(PATH, "is a list of { database: ..., channel: ... }");
      return drills;
    }
    DrillParts parts = new DrillParts(values);
    all.ifPresent(list -> list.forEach(each -> parts.read(each).ifPresent(drills::add)));
    if (drills.stream().map(DrillSettings::database).distinct().count() < drills.size()) {
      values.problem(PATH, "names a database twice");
    }
    return drills;
  }

  private Optional<DrillSettings> read(JsonNode node) {
    List<String> unknown = new ArrayList<>();
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                unknown.add(name);
              }
            });
    String database = node.path("database").asText("");
    String channel = node.path("channel").asText("");
    if (!unknown.isEmpty()
        || database.isBlank()
        || !channel.matches("(console|slack|discord):\\S+")) {
      values.problem(
          PATH,
          "each part has a `database` and a `channel` such as slack:C0123ABCD, and if need be "
              + String.join(", ", FIELDS.stream().sorted().toList()));
      return Optional.empty();
    }
    try {
      ZoneId zone = read(node, "time-zone", "system", Read::zone);
      String cron = node.path("schedule").asText(MONTHLY);
      return Optional.of(
          new DrillSettings(
              database,
              Optional.of(CronSchedule.of(cron, zone)),
              channel,
              read(node, "auto", "false", Read::bool),
              read(node, "pick", "newest", Read.oneOf(Pick.class)),
              read(node, "names", "", Read.optional(Pattern::compile)),
              read(node, "level", "", Read.optional(Read.oneOf(Level.class))),
              overdue(node)));
    } catch (IllegalArgumentException e) {
      values.problem(PATH, database + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Duration overdue(JsonNode node) {
    Duration after = read(node, "overdue-after", "3d", Read::duration);
    if (after.isZero() || after.isNegative()) {
      throw new IllegalArgumentException("overdue-after is more than nothing");
    }
    return after;
  }

  private static <T> T read(
      JsonNode node, String name, String otherwise, Function<String, T> reader) {
    return reader.apply(node.path(name).asText(otherwise));
  }
}
