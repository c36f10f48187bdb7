package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.verify.Expectation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a setting whose parts have names of their own: queries, and errors that do not count. */
final class QuerySettingsReader {
  private static final StructureField<String> NAME =
      StructureField.needed("name", Parsers.SOME_TEXT, "How it is called in the thread.");
  private static final StructureField<String> SQL =
      StructureField.needed("sql", Parsers.SOME_TEXT, "The query.");
  private static final StructureField<String> VALUE =
      StructureField.needed(
          "value", Parsers.SOME_TEXT, "The one value that it must give; shown nowhere.");
  private static final StructureField<Expectation> IS =
      StructureField.needed(
          "is",
          new ValueType<>(Expectation::parse, ValueSchema.someText()),
          "What its value has to be: 5, = draft, != 0, >= 10.");
  private static final StructureField<Pattern> PATTERN =
      StructureField.needed(
          "pattern", Parsers.REGEX, "A regular expression that the error's text has in it.");
  private static final StructureField<String> REASON =
      StructureField.needed("reason", Parsers.SOME_TEXT, "Why it is harmless.");

  static final SettingStructure CANARY = SettingStructure.one("verify.canary", SQL, VALUE);
  static final SettingStructure SAMPLES = SettingStructure.several("verify.samples", NAME, SQL);
  static final SettingStructure ASSERTIONS =
      SettingStructure.several("verify.assertions", NAME, SQL, IS);
  static final SettingStructure IGNORES =
      SettingStructure.several("verify.ignore-errors", PATTERN, REASON);

  private final SettingValues values;
  private final String path;
  private final Optional<JsonNode> node;

  /** Of the setting that stands at that path. */
  QuerySettingsReader(SettingValues values, String path, Optional<JsonNode> node) {
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
                    SettingStructure.get(part, SQL),
                    new SecretValue(SettingStructure.get(part, VALUE))))
        .stream()
        .findFirst();
  }

  List<Settings.Sample> samples() {
    return SAMPLES.read(
        values,
        path,
        node,
        part ->
            new Settings.Sample(SettingStructure.get(part, NAME), SettingStructure.get(part, SQL)));
  }

  List<Settings.Assertion> assertions() {
    return ASSERTIONS.read(
        values,
        path,
        node,
        part ->
            new Settings.Assertion(
                SettingStructure.get(part, NAME),
                SettingStructure.get(part, SQL),
                SettingStructure.get(part, IS)));
  }

  List<Settings.Ignore> ignores() {
    return IGNORES.read(
        values,
        path,
        node,
        part ->
            new Settings.Ignore(
                SettingStructure.get(part, PATTERN).pattern(), SettingStructure.get(part, REASON)));
  }
}
