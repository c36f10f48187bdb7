package dev.restorebot.bot.settings;

import dev.restorebot.engine.drill.DrillSettings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Settings as the tree that their file is: each record a section, everything else a value. */
final class SettingsTree {
  private static final String SECRET = "-file";

  private SettingsTree() {}

  /** The first settings, with those values of the second that are named. */
  static Settings merged(Settings running, Settings loaded, Set<String> named) {
    return (Settings) merged("", running, loaded, named);
  }

  private static Record merged(String path, Record running, Record loaded, Set<String> named) {
    RecordComponent[] components = running.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = name(path, components[i]);
      Object now = SettingsText.read(components[i], running);
      Object then = SettingsText.read(components[i], loaded);
      types[i] = components[i].getType();
      if (isSection(types[i])) {
        values[i] = merged(name, (Record) now, (Record) then, named);
      } else {
        values[i] = named.contains(name) ? then : now;
      }
    }
    try {
      return running.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What differs, in the order of the file. */
  static List<SettingChange> difference(Settings before, Settings now) {
    List<SettingChange> changes = new ArrayList<>();
    difference("", before, now, changes);
    return changes;
  }

  private static void difference(
      String path, Record before, Record now, List<SettingChange> changes) {
    for (RecordComponent component : before.getClass().getRecordComponents()) {
      String name = name(path, component);
      Object old = SettingsText.read(component, before);
      Object young = SettingsText.read(component, now);
      if (isSection(component.getType())) {
        difference(name, (Record) old, (Record) young, changes);
      } else if (old instanceof Map<?, ?> olds && young instanceof Map<?, ?> youngs) {
        databases(name, olds, youngs, changes);
      } else if (!same(old, young)) {
        changes.add(new SettingChange(name, SettingsText.shown(old), SettingsText.shown(young)));
      }
    }
  }

  private static void databases(
      String path, Map<?, ?> old, Map<?, ?> now, List<SettingChange> changes) {
    Set<String> names = new TreeSet<>();
    old.keySet().forEach(name -> names.add((String) name));
    now.keySet().forEach(name -> names.add((String) name));
    for (String name : names) {
      String at = path + "." + name;
      if (!old.containsKey(name)) {
        changes.add(new SettingChange(at, "as verify", "settings of its own"));
      } else if (!now.containsKey(name)) {
        changes.add(new SettingChange(at, "settings of its own", "as verify"));
      } else {
        difference(at, (Record) old.get(name), (Record) now.get(name), changes);
      }
    }
  }

  /** The setting of a change: of a database's it is {@code databases}. */
  static String setting(SettingChange change) {
    return change.path().startsWith(VerifySettingsReader.DATABASES + ".")
        ? VerifySettingsReader.DATABASES
        : change.path();
  }

  /** A drill's patterns and schedule are known by their texts only. */
  private static boolean same(Object one, Object other) {
    return Objects.equals(one, other)
        || (one instanceof List<?> list
            && !list.isEmpty()
            && list.get(0) instanceof DrillSettings
            && one.toString().equals(String.valueOf(other)));
  }

  private static boolean isSection(Class<?> type) {
    return type.isRecord() && type != SecretValue.class;
  }

  private static String name(String path, RecordComponent component) {
    String name =
        SettingsText.name(component) + (component.getType() == SecretValue.class ? SECRET : "");
    return path.isEmpty() ? name : path + "." + name;
  }
}
