package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the settings whose parts have names of their own. */
final class VerifyParts {
  private static final Set<String> OF_DATABASE =
      Set.of("key-tables", "alembic-head", "ignore-errors");

  private VerifyParts() {}

  static List<Settings.Ignore> ignores(Values values, String path, Optional<JsonNode> node) {
    List<Settings.Ignore> ignores = new ArrayList<>();
    if (node.isEmpty()) {
      return ignores;
    }
    if (!node.get().isArray()) {
      values.problem(path, "is a list of { pattern: …, reason: … }");
      return ignores;
    }
    for (JsonNode each : node.get()) {
      String pattern = each.path("pattern").asText("");
      String reason = each.path("reason").asText("");
      if (pattern.isBlank() || reason.isBlank() || each.size() != 2) {
        values.problem(path, "each part has a `pattern` and a `reason`, both not empty");
      } else if (isRegex(values, path, pattern)) {
        ignores.add(new Settings.Ignore(pattern, reason));
      }
    }
    return ignores;
  }

  private static boolean isRegex(Values values, String path, String pattern) {
    try {
      return !Pattern.compile(pattern).pattern().isEmpty();
    } catch (PatternSyntaxException e) {
      values.problem(
          path, "\"" + pattern + "\" is not a regular expression: " + e.getDescription());
      return false;
    }
  }

  static Map<String, Settings.Verify> databases(Values values, Settings.Verify general) {
    Map<String, Settings.Verify> databases = new LinkedHashMap<>();
    Optional<JsonNode> all = values.structured("databases");
    if (all.isPresent() && !all.get().isObject()) {
      values.problem("databases", "is a map from a database's name to its settings");
      return databases;
    }
    all.ifPresent(
        node ->
            node.properties()
                .forEach(
                    e ->
                        databases.put(
                            e.getKey(), database(values, e.getKey(), e.getValue(), general))));
    return databases;
  }

  private static Settings.Verify database(
      Values values, String name, JsonNode node, Settings.Verify general) {
    String path = "databases." + name;
    if (!node.isObject()) {
      values.problem(path, "has one or more of " + new TreeSet<>(OF_DATABASE) + " below it");
      return general;
    }
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!OF_DATABASE.contains(field)) {
                values.problem(
                    path + "." + field, "is unknown; there are " + new TreeSet<>(OF_DATABASE));
              }
            });
    List<String> keyTables = new ArrayList<>();
    if (node.has("key-tables") && !node.get("key-tables").isArray()) {
      values.problem(path + ".key-tables", "is a list of tables, such as [users, assignments]");
    }
    node.path("key-tables").forEach(table -> keyTables.add(table.asText()));
    String head = node.path("alembic-head").asText("");
    return new Settings.Verify(
        node.has("key-tables") ? keyTables : general.keyTables(),
        node.has("alembic-head")
            ? Optional.of(head).filter(text -> !text.isBlank())
            : general.alembicHead(),
        node.has("ignore-errors")
            ? ignores(values, path + ".ignore-errors", Optional.of(node.get("ignore-errors")))
            : general.ignoreErrors());
  }
}
