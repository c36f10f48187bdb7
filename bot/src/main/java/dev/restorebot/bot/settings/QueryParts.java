package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.verify.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a setting whose parts have names of their own: queries, and errors that do not count. */
final class QueryParts {
  private final Values values;
  private final String path;
  private final Optional<JsonNode> node;

  QueryParts(Values values, String path, Optional<JsonNode> node) {
    this.values = values;
    this.path = path;
    this.node = node;
  }

  /** {@code canary: { sql: ..., value: ... }}. */
  Optional<Settings.Canary> canary() {
    Optional<JsonNode> given = node.filter(each -> !(each.isObject() && each.isEmpty()));
    if (given.isPresent() && !isWhole(given.get(), "sql", "value")) {
      values.problem(path, "has an `sql` and a `value`, both not empty");
      return Optional.empty();
    }
    return given.map(
        each -> new Settings.Canary(text(each, "sql"), new Secret(text(each, "value"))));
  }

  List<Settings.Sample> samples() {
    List<Settings.Sample> samples = new ArrayList<>();
    each(
        part -> samples.add(new Settings.Sample(text(part, "name"), text(part, "sql"))),
        "name",
        "sql");
    return samples;
  }

  List<Settings.Assertion> assertions() {
    List<Settings.Assertion> assertions = new ArrayList<>();
    each(
        part -> {
          try {
            Expectation expected = Expectation.parse(text(part, "is"));
            assertions.add(new Settings.Assertion(text(part, "name"), text(part, "sql"), expected));
          } catch (IllegalArgumentException e) {
            values.problem(path, e.getMessage());
          }
        },
        "name",
        "sql",
        "is");
    return assertions;
  }

  List<Settings.Ignore> ignores() {
    List<Settings.Ignore> ignores = new ArrayList<>();
    each(
        part -> {
          if (isRegex(text(part, "pattern"))) {
            ignores.add(new Settings.Ignore(text(part, "pattern"), text(part, "reason")));
          }
        },
        "pattern",
        "reason");
    return ignores;
  }

  private void each(Consumer<JsonNode> whole, String... fields) {
    if (node.isPresent() && !node.get().isArray()) {
      values.problem(path, "is a list of { " + String.join(": ..., ", fields) + ": ... }");
      return;
    }
    String all = "`" + String.join("` and a `", fields) + "`";
    for (JsonNode part : parts()) {
      if (isWhole(part, fields)) {
        whole.accept(part);
      } else {
        values.problem(
            path,
            "each part has a " + all + ", " + (fields.length == 2 ? "both" : "all") + " not empty");
      }
    }
  }

  private List<JsonNode> parts() {
    List<JsonNode> parts = new ArrayList<>();
    node.ifPresent(list -> list.forEach(parts::add));
    return parts;
  }

  private static boolean isWhole(JsonNode part, String... fields) {
    for (String field : fields) {
      if (text(part, field).isBlank()) {
        return false;
      }
    }
    return part.size() == fields.length;
  }

  private static String text(JsonNode part, String field) {
    return part.path(field).asText("");
  }

  private boolean isRegex(String pattern) {
    try {
      return !Pattern.compile(pattern).pattern().isEmpty();
    } catch (PatternSyntaxException e) {
      values.problem(
          path, "\"" + pattern + "\" is not a regular expression: " + e.getDescription());
      return false;
    }
  }
}
