package dev.restorebot.bot.settings;

import dev.restorebot.engine.drill.DrillSettings;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Settings as the tree that their file is: each record a section, everything else a value. */
final class SettingsTree {
  private static final String SECRET = "-file";
  private static final String OWN = "settings of its own";
  private static final String GENERAL = "general settings";

  private SettingsTree() {}

  /**
   * Returns settings with other values, by the names of their settings.
   *
   * @throws IllegalArgumentException when there is no setting of a name, or a value of another type
   */
  static Settings with(Settings settings, Map<String, Object> values) {
    values.keySet().forEach(SettingKeys::at);
    return (Settings) with("", settings, values);
  }

  private static Object with(String path, Record section, Map<String, Object> values) {
    List<Object> components = new ArrayList<>();
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String name = name(path, component);
      Object value = SettingsText.read(component, section);
      components.add(
          isSection(component.getType())
              ? with(name, (Record) value, values)
              : values.getOrDefault(name, value));
    }
    return made(section.getClass(), components.toArray());
  }

  /** Returns the running settings, with the loaded values of those that are live. */
  static Settings merged(Settings running, Settings loaded) {
    Map<String, Object> taken = values(loaded);
    taken.keySet().removeIf(path -> !SettingKeys.at(path).live());
    taken.put(SettingKey.DATABASES, databases(running.databases(), loaded.databases()));
    return with(running, taken);
  }

  /** A database's own values are taken over as the settings that they override. */
  private static Map<String, DatabaseSettings> databases(
      Map<String, DatabaseSettings> running, Map<String, DatabaseSettings> loaded) {
    Map<String, DatabaseSettings> merged = new TreeMap<>();
    for (String name : names(running, loaded)) {
      Map<String, Object> own = own(loaded, name);
      own.keySet().removeIf(path -> !SettingKeys.at(path).live());
      Map<String, Object> kept = own(running, name);
      kept.keySet().removeIf(path -> SettingKeys.at(path).live());
      own.putAll(kept);
      if (loaded.containsKey(name) || !own.isEmpty()) {
        merged.put(name, new DatabaseSettings(own));
      }
    }
    return merged;
  }

  private static Map<String, Object> own(Map<String, DatabaseSettings> databases, String name) {
    return new TreeMap<>(databases.getOrDefault(name, new DatabaseSettings(Map.of())).values());
  }

  /** Returns the differences, in the order of the file. */
  static List<SettingChange> difference(Settings before, Settings now) {
    List<SettingChange> changes = new ArrayList<>();
    Map<String, Object> values = values(now);
    values(before)
        .forEach(
            (name, old) -> {
              if (name.equals(SettingKey.DATABASES)) {
                databases(before, now, changes);
              } else {
                change(name, old, values.get(name), changes);
              }
            });
    return changes;
  }

  private static void databases(Settings before, Settings now, List<SettingChange> changes) {
    for (String name : names(before.databases(), now.databases())) {
      String at = SettingKey.DATABASES + "." + name;
      if (!before.databases().containsKey(name)) {
        changes.add(new SettingChange(at, GENERAL, OWN));
      } else if (!now.databases().containsKey(name)) {
        changes.add(new SettingChange(at, OWN, GENERAL));
      } else {
        Map<String, Object> values = ofDatabase(now, name);
        ofDatabase(before, name)
            .forEach((last, old) -> change(at + "." + last, old, values.get(last), changes));
      }
    }
  }

  private static void change(String name, Object old, Object now, List<SettingChange> changes) {
    if (!same(old, now)) {
      changes.add(new SettingChange(name, SettingsText.shown(old), SettingsText.shown(now)));
    }
  }

  private static Set<String> names(Map<String, ?> some, Map<String, ?> others) {
    Set<String> names = new TreeSet<>(some.keySet());
    names.addAll(others.keySet());
    return names;
  }

  /** Returns all values by the names of their settings, in the order of the file. */
  static Map<String, Object> values(Settings settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    values("", settings, values);
    return values;
  }

  private static void values(String path, Record section, Map<String, Object> values) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String name = name(path, component);
      Object value = SettingsText.read(component, section);
      if (isSection(component.getType())) {
        values(name, (Record) value, values);
      } else {
        values.put(name, value);
      }
    }
  }

  /** Returns the values that a database can override, as they are for it, by their last names. */
  static Map<String, Object> ofDatabase(Settings settings, String database) {
    Map<String, Object> all = values(settings.forDatabase(database));
    Map<String, Object> values = new LinkedHashMap<>();
    SettingKeys.all().stream()
        .filter(SettingKey::perDatabase)
        .forEach(key -> values.put(key.lastName(), all.get(key.path())));
    return values;
  }

  /** A drill's patterns and schedule can only be compared as texts. */
  private static boolean same(Object one, Object other) {
    return Objects.equals(one, other)
        || (one instanceof List<?> list
            && !list.isEmpty()
            && list.get(0) instanceof DrillSettings
            && one.toString().equals(String.valueOf(other)));
  }

  static boolean isSection(Class<?> type) {
    return type.isRecord() && type != SecretValue.class;
  }

  /** Returns the record whose components declare the settings of a section. */
  static Class<?> declares(RecordComponent section) {
    DeclaredBy declaredBy = section.getAnnotation(DeclaredBy.class);
    return declaredBy == null ? section.getType() : declaredBy.value();
  }

  /** Returns the name of a component's setting or section. */
  static String name(String path, RecordComponent component) {
    String name =
        SettingsText.name(component) + (component.getType() == SecretValue.class ? SECRET : "");
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * Makes a record, or what it supplies.
   *
   * @throws IllegalArgumentException what the record says is wrong with its values
   */
  static Object made(Class<?> type, Object... values) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      Object made = constructor.newInstance(values);
      return made instanceof Supplier<?> declaration ? declaration.get() : made;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw wrong;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
