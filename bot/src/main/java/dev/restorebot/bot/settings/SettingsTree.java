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
import java.util.Optional;
import java.util.function.Supplier;

/** Settings as the tree that their file is: each record a section, everything else a value. */
final class SettingsTree {
  private static final String SECRET = "-file";

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
    for (Scope scope : Scope.values()) {
      taken.put(scope.path(), scope.merged(running, loaded));
    }
    return with(running, taken);
  }

  /** Returns the differences, in the order of the file. */
  static List<SettingChange> difference(Settings before, Settings now) {
    List<SettingChange> changes = new ArrayList<>();
    Map<String, Object> values = values(now);
    values(before)
        .forEach(
            (name, old) -> {
              if (Scope.at(name).isPresent()) {
                own(Scope.at(name).get(), before, now, changes);
              } else {
                change(name, old, values.get(name), changes);
              }
            });
    return changes;
  }

  private static void own(Scope scope, Settings before, Settings now, List<SettingChange> changes) {
    for (String name : scope.names(before, now).keySet()) {
      String at = scope.path() + "." + name;
      if (!scope.of(before).containsKey(name)) {
        changes.add(new SettingChange(at, scope.absent(), scope.present()));
      } else if (!scope.of(now).containsKey(name)) {
        changes.add(new SettingChange(at, scope.present(), scope.absent()));
      } else {
        Map<String, Object> values = of(scope, now, name);
        of(scope, before, name)
            .forEach((last, old) -> change(at + "." + last, old, values.get(last), changes));
      }
    }
  }

  private static void change(String name, Object old, Object now, List<SettingChange> changes) {
    if (!same(old, now)) {
      changes.add(new SettingChange(name, SettingsText.shown(old), SettingsText.shown(now)));
    }
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

  /** Returns the values that can be overridden there, as they are for it, by their last names. */
  static Map<String, Object> of(Scope scope, Settings settings, String name) {
    Map<String, Object> all = values(settings.with(scope.of(settings).get(name).values()));
    Map<String, Object> values = new LinkedHashMap<>();
    SettingKeys.all().stream()
        .filter(key -> key.scope().equals(Optional.of(scope)))
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
