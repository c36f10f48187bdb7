package dev.restorebot.bot.settings;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** All settings, as {@link Settings} declares them, in its order. */
final class SettingKeys {
  private static final Map<String, SettingKey> ALL = new LinkedHashMap<>();
  private static final Map<String, SettingKey> PER_DATABASE = new TreeMap<>();

  static {
    add("", Settings.class, false);
  }

  private SettingKeys() {}

  static Collection<SettingKey> all() {
    return ALL.values();
  }

  /** Returns the settings that a database may override, by their names there. */
  static Map<String, SettingKey> perDatabase() {
    return PER_DATABASE;
  }

  /**
   * Returns the setting of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static SettingKey at(String path) {
    if (!ALL.containsKey(path)) {
      throw new IllegalArgumentException("There is no setting " + path);
    }
    return ALL.get(path);
  }

  private static void add(String path, Class<?> section, boolean perDatabase) {
    for (RecordComponent component : section.getRecordComponents()) {
      String name = SettingsTree.name(path, component);
      Setting declared = component.getAnnotation(Setting.class);
      boolean varies = perDatabase || component.isAnnotationPresent(PerDatabase.class);
      if (declared != null) {
        add(SettingKey.of(name, declared, component, varies));
      } else if (SettingsTree.isSection(component.getType())) {
        add(name, SettingsTree.declares(component), varies);
      } else {
        throw new IllegalStateException(name + " has no @Setting");
      }
    }
  }

  private static void add(SettingKey key) {
    ALL.put(key.path(), key);
    if (key.perDatabase() && PER_DATABASE.put(key.lastName(), key) != null) {
      throw new IllegalStateException("Two settings of a database have the name " + key.lastName());
    }
  }
}
