package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what restored databases have to be like: in general, and what differs for some. */
final class VerifySettingsReader {
  static final String SECTION = "verify.";
  static final String DATABASES = "databases";

  private final SettingValues values;

  /** The settings of one database; empty for the general ones. */
  private final Optional<JsonNode> own;

  private final String path;

  private VerifySettingsReader(SettingValues values, Optional<JsonNode> own, String path) {
    this.values = values;
    this.own = own;
    this.path = path;
  }

  static Settings.Verify general(SettingValues values) {
    return new VerifySettingsReader(values, Optional.empty(), SECTION).read();
  }

  static Map<String, Settings.Verify> databases(SettingValues values) {
    Map<String, Settings.Verify> databases = new LinkedHashMap<>();
    Optional<JsonNode> all = values.structured(DATABASES);
    if (all.isPresent() && !all.get().isObject()) {
      values.problem(DATABASES, "is a map from a database's name to its settings");
      return databases;
    }
    all.ifPresent(
        node ->
            node.properties()
                .forEach(
                    e -> databases.put(e.getKey(), database(values, e.getKey(), e.getValue()))));
    return databases;
  }

  private static Settings.Verify database(SettingValues values, String name, JsonNode node) {
    String path = DATABASES + "." + name;
    Set<String> known =
        Stream.concat(
                SettingKeys.all().stream().map(SettingKey::path),
                SettingStructure.all().keySet().stream())
            .filter(key -> key.startsWith(SECTION))
            .map(key -> key.substring(SECTION.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!node.isObject()) {
      values.problem(path, "has one or more of " + known + " below it");
      return general(values);
    }
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                values.problem(
                    path + "." + field,
                    "is unknown" + SettingValues.nearest(field, known) + "; there are " + known);
              }
            });
    return new VerifySettingsReader(values, Optional.of(node), path + ".").read();
  }

  private Settings.Verify read() {
    return new Settings.Verify(
        get(SettingKeys.LEVEL),
        get(SettingKeys.STATEMENT_TIMEOUT),
        get(SettingKeys.KEY_TABLES),
        get(SettingKeys.ALEMBIC_HEAD),
        get(SettingKeys.ALEMBIC_VERSIONS),
        get(SettingKeys.SCHEMA_DRIFT),
        get(SettingKeys.MAX_DROP),
        get(SettingKeys.MIN_ROWS),
        get(SettingKeys.FRESHNESS),
        get(SettingKeys.MAX_AGE),
        get(SettingKeys.MAX_BACKUP_AGE),
        get(SettingKeys.MAX_RESTORE_TIME),
        queries("canary").canary(),
        queries("samples").samples(),
        get(SettingKeys.UNMASK),
        queries("assertions").assertions(),
        get(SettingKeys.UPLOADS_QUERY),
        get(SettingKeys.UPLOADS_REQUIRED),
        queries("ignore-errors").ignores());
  }

  private QuerySettingsReader queries(String field) {
    Optional<JsonNode> mine = own.filter(node -> node.has(field)).map(node -> node.get(field));
    return mine.isPresent()
        ? new QuerySettingsReader(values, path + field, mine.filter(node -> !node.isNull()))
        : new QuerySettingsReader(values, SECTION + field, values.structured(SECTION + field));
  }

  private <T> T get(SettingKey<T> key) {
    String field = key.path().substring(SECTION.length());
    Optional<JsonNode> mine = own.filter(node -> node.has(field)).map(node -> node.get(field));
    if (mine.isEmpty()) {
      return values.get(key);
    }
    try {
      if (mine.get().isNull()) {
        return key.kind().read(key.defaultText());
      }
      T read = key.kind().read(SettingValues.text(key, mine.get()));
      if (read instanceof java.util.List<?> && !mine.get().isArray()) {
        values.problem(
            path + field, "is a list, such as [" + SettingValues.text(key, mine.get()) + "]");
      }
      return read;
    } catch (IllegalArgumentException | ArithmeticException e) {
      values.problem(path + field, e.getMessage());
      return key.kind().read(key.defaultText());
    }
  }
}
