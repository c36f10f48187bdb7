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
    return name.equals(SettingKey.DATABASES) ? databases() : values.get(key);
  }

  private Map<String, DatabaseSettings> databases() {
    Map<String, DatabaseSettings> databases = new LinkedHashMap<>();
    Optional<JsonNode> all = values.node(SettingKey.DATABASES);
    if (all.isPresent() && !all.get().isObject()) {
      values.problem(SettingKey.DATABASES, "is a map from a database's name to its settings");
    } else if (all.isPresent()) {
      all.get()
          .properties()
          .forEach(e -> databases.put(e.getKey(), database(e.getKey(), e.getValue())));
    }
    return databases;
  }

  private DatabaseSettings database(String name, JsonNode node) {
    Map<String, SettingKey> known = SettingKeys.perDatabase();
    Set<String> names = known.keySet();
    String path = SettingKey.DATABASES + "." + name;
    Map<String, Object> own = new LinkedHashMap<>();
    if (!node.isObject()) {
      values.problem(path, "has one or more of " + names + " below it");
    }
    for (Map.Entry<String, JsonNode> given : node.properties()) {
      String at = path + "." + given.getKey();
      SettingKey key = known.get(given.getKey());
      if (key == null) {
        String meant = SettingValues.nearest(given.getKey(), names);
        values.problem(at, "is unknown" + meant + "; there are " + names);
      } else {
        own.put(key.path(), values.own(key, at, given.getValue()));
      }
    }
    return new DatabaseSettings(own);
  }

  /** Returns the folder that the XDG base directory specification names. */
  private Path defaultStateDir() {
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    String own = home.startsWith("/") ? home + "/.local/state" : "~/.local/state";
    return Parsers.path(xdg.startsWith("/") ? xdg : own).resolve("restore-bot");
  }
}
