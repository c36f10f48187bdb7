package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.verify.Expectation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a setting whose parts have names of their own: queries, and errors that do not count. */
final class QueryParts {
  private static final Field<String> NAME =
      Field.needed("name", Read.SOME_TEXT, "How it is called in the thread.");
  private static final Field<String> SQL = Field.needed("sql", Read.SOME_TEXT, "The query.");
  private static final Field<String> VALUE =
      Field.needed("value", Read.SOME_TEXT, "The one value that it must give; shown nowhere.");
  private static final Field<Expectation> IS =
      Field.needed(
          "is",
          new Kind<>(Expectation::parse, Shape.someText()),
          "What its value has to be: 5, = draft, != 0, >= 10.");
  private static final Field<Pattern> PATTERN =
      Field.needed("pattern", Read.REGEX, "A regular expression that the error's text has in it.");
  private static final Field<String> REASON =
      Field.needed("reason", Read.SOME_TEXT, "Why it is harmless.");

  static final Structure CANARY = Structure.one("verify.canary", SQL, VALUE);
  static final Structure SAMPLES = Structure.several("verify.samples", NAME, SQL);
  static final Structure ASSERTIONS = Structure.several("verify.assertions", NAME, SQL, IS);
  static final Structure IGNORES = Structure.several("verify.ignore-errors", PATTERN, REASON);

  private final Values values;
  private final String path;
  private final Optional<JsonNode> node;

  /** Of the setting that stands at that path. */
  QueryParts(Values values, String path, Optional<JsonNode> node) {
    this.values = values;
    this.path = path;
    this.node = node;
  }

  /** {@code canary: { sql: ..., value: ... }}. */
  Optional<Settings.Canary> canary() {
    Optional<JsonNode> given = node.filter(each -> !(each.isObject() && each.isEmpty()));
    return CANARY
        .read(
            values,
            path,
            given,
            part ->
                new Settings.Canary(
                    Structure.get(part, SQL), new Secret(Structure.get(part, VALUE))))
        .stream()
        .findFirst();
  }

  List<Settings.Sample> samples() {
    return SAMPLES.read(
        values,
        path,
        node,
        part -> new Settings.Sample(Structure.get(part, NAME), Structure.get(part, SQL)));
  }

  List<Settings.Assertion> assertions() {
    return ASSERTIONS.read(
        values,
        path,
        node,
        part ->
            new Settings.Assertion(
                Structure.get(part, NAME), Structure.get(part, SQL), Structure.get(part, IS)));
  }

  List<Settings.Ignore> ignores() {
    return IGNORES.read(
        values,
        path,
        node,
        part ->
            new Settings.Ignore(
                Structure.get(part, PATTERN).pattern(), Structure.get(part, REASON)));
  }
}
