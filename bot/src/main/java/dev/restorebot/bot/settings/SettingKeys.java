package dev.restorebot.bot.settings;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All settings, as {@link Settings} declares them, in its order. */
final class SettingKeys {
  private static final Map<String, SettingKey> ALL = new LinkedHashMap<>();
  private static final Map<Scope, Map<String, SettingKey>> OWN = new EnumMap<>(Scope.class);

  static {
    add("", Settings.class, Optional.empty());
  }

  private SettingKeys() {}

  static Collection<SettingKey> all() {
    return ALL.values();
  }

  /** Returns the settings that may be overridden there, by their names there. */
  static Map<String, SettingKey> in(Scope scope) {
    return OWN.get(scope);
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

  private static void add(String path, Class<?> section, Optional<Scope> scope) {
    for (RecordComponent component : section.getRecordComponents()) {
      String name = SettingsTree.name(path, component);
      Setting declared = component.getAnnotation(Setting.class);
      Optional<Scope> varies = scope.or(() -> Scope.marked(component));
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
    if (key.scope().isPresent()
        && OWN.computeIfAbsent(key.scope().get(), any -> new TreeMap<>()).put(key.lastName(), key)
            != null) {
      throw new IllegalStateException(
          "Two settings of one of " + key.scope().get().path() + " are named " + key.lastName());
    }
  }
}
