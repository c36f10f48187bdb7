package dev.restorebot.bot.settings;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of things that may have settings of their own, which override the general ones. */
enum Scope {
  /** A database, in a map from its name. */
  DATABASE("databases", "settings of its own", "general settings"),
  /** A target of disaster restores, in a list of entries that have a name. */
  TARGET("targets", "a target", "no target");

  private final String path;
  private final String present;
  private final String absent;

  Scope(String path, String present, String absent) {
    this.path = path;
    this.present = present;
    this.absent = absent;
  }

  /** Returns the scope whose settings are below that name, if it is one's. */
  static Optional<Scope> at(String path) {
    return Arrays.stream(values()).filter(each -> each.path.equals(path)).findFirst();
  }

  /** Returns the scope in which a component's settings can be overridden, as it is marked. */
  static Optional<Scope> marked(RecordComponent component) {
    if (component.isAnnotationPresent(PerDatabase.class)) {
      return Optional.of(DATABASE);
    }
    return component.isAnnotationPresent(PerTarget.class) ? Optional.of(TARGET) : Optional.empty();
  }

  /** Returns the name of the setting that holds them. */
  String path() {
    return path;
  }

  /** Returns the words for a name that has settings of its own. */
  String present() {
    return present;
  }

  /** Returns the words for a name that has none. */
  String absent() {
    return absent;
  }

  /** Returns the settings of its own, by name. */
  Map<String, OwnSettings> of(Settings settings) {
    return this == DATABASE ? settings.databases() : settings.targets();
  }

  /**
   * Returns those of the running bot with the live ones of a file. Databases come and go with the
   * file, targets stay until the restart.
   */
  Map<String, OwnSettings> merged(Settings running, Settings loaded) {
    Map<String, OwnSettings> merged = new LinkedHashMap<>();
    for (String name : this == TARGET ? of(running).keySet() : names(running, loaded).keySet()) {
      Map<String, Object> own = own(loaded, name);
      own.keySet().removeIf(setting -> !SettingKeys.at(setting).live());
      Map<String, Object> kept = own(running, name);
      if (this == DATABASE || of(loaded).containsKey(name)) {
        kept.keySet().removeIf(setting -> SettingKeys.at(setting).live());
      }
      own.putAll(kept);
      if (of(loaded).containsKey(name) || !own.isEmpty()) {
        merged.put(name, new OwnSettings(own));
      }
    }
    return merged;
  }

  /** Returns the names in either, in alphabetical order. */
  Map<String, OwnSettings> names(Settings some, Settings others) {
    Map<String, OwnSettings> names = new TreeMap<>(of(some));
    names.putAll(of(others));
    return names;
  }

  private Map<String, Object> own(Settings settings, String name) {
    return new TreeMap<>(of(settings).getOrDefault(name, new OwnSettings(Map.of())).values());
  }
}
