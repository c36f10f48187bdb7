package dev.restorebot.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the records of {@link Settings} from the values that their declarations name. */
final class SettingsAssembly {
  private static final String NAME = "name";
  static final String TARGET_NAME = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,39}";

  private final SettingValues values;
  private final Map<String, String> environment;
  private final Secrets secrets;

  SettingsAssembly(SettingValues values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
    this.secrets = new Secrets(values, environment);
  }

  Settings settings() {
    Settings settings = (Settings) section("", Settings.class);
    if (settings.stateDir().toString().isBlank()) {
      settings = settings.with(Map.of("state-dir", defaultStateDir()));
    }
    new SettingsRules(values, settings).check();
    return settings;
  }

  private Object section(String path, Class<?> section) {
    RecordComponent[] components = section.getRecordComponents();
    return SettingsTree.made(
        section, Arrays.stream(components).map(component -> value(path, component)).toArray());
  }

  private Object value(String path, RecordComponent component) {
    String name = SettingsTree.name(path, component);
    if (SettingsTree.isSection(component.getType())) {
      return section(name, SettingsTree.declares(component));
    }
    SettingKey key = SettingKeys.at(name);
    if (key.secret()) {
      return secrets.read(key);
    }
    return Scope.at(name)
        .<Object>map(scope -> scope == Scope.DATABASE ? databases() : targets())
        .orElseGet(() -> values.get(key));
  }

  private Map<String, OwnSettings> databases() {
    Map<String, OwnSettings> databases = new LinkedHashMap<>();
    String path = Scope.DATABASE.path();
    Optional<JsonNode> all = values.node(path);
    if (all.isPresent() && !all.get().isObject()) {
      values.problem(path, "is a map from a database's name to its settings");
    } else if (all.isPresent()) {
      all.get()
          .properties()
          .forEach(
              e ->
                  databases.put(
                      e.getKey(), own(Scope.DATABASE, path + "." + e.getKey(), e.getValue())));
    }
    return databases;
  }

  private Map<String, OwnSettings> targets() {
    Map<String, OwnSettings> targets = new LinkedHashMap<>();
    String path = Scope.TARGET.path();
    Optional<JsonNode> all = values.node(path);
    if (all.isPresent() && !all.get().isArray()) {
      values.problem(path, "is a list of { name: ..., project: ... }");
    } else if (all.isPresent()) {
      for (int i = 0; i < all.get().size(); i++) {
        target(path + "[" + i + "]", all.get().get(i), targets);
      }
    }
    return targets;
  }

  private void target(String at, JsonNode node, Map<String, OwnSettings> targets) {
    String name = node.path(NAME).asText("");
    if (!name.matches(TARGET_NAME)) {
      values.problem(
          at, "has a `name` of one word: letters, digits, -, _ and ., such as name: shop");
    } else if (targets.containsKey(name)) {
      values.problem(at + "." + NAME, "is the name of two targets: " + name);
    } else {
      targets.put(name, own(Scope.TARGET, at, node));
    }
  }

  private OwnSettings own(Scope scope, String path, JsonNode node) {
    Map<String, SettingKey> known = SettingKeys.in(scope);
    Set<String> names = known.keySet();
    Map<String, Object> own = new LinkedHashMap<>();
    if (!node.isObject()) {
      values.problem(path, "has one or more of " + names + " below it");
    }
    for (Map.Entry<String, JsonNode> given : node.properties()) {
      String at = path + "." + given.getKey();
      SettingKey key = known.get(given.getKey());
      if (key != null) {
        own.put(key.path(), values.own(key, at, given.getValue()));
      } else if (scope != Scope.TARGET || !given.getKey().equals(NAME)) {
        String meant = SettingValues.nearest(given.getKey(), names);
        values.problem(at, "is unknown" + meant + "; there are " + names);
      }
    }
    return new OwnSettings(own);
  }

  /** Returns the folder that the XDG base directory specification names. */
  private Path defaultStateDir() {
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    String own = home.startsWith("/") ? home + "/.local/state" : "~/.local/state";
    return Parsers.path(xdg.startsWith("/") ? xdg : own).resolve("restore-bot");
  }
}
