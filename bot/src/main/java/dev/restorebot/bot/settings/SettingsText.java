package dev.restorebot.bot.settings;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Settings as text, a line each, named as in YAML; secrets do not show. */
final class SettingsText {
  private SettingsText() {}

  static String of(Settings settings) {
    StringBuilder text = new StringBuilder();
    lines("", settings, settings, text);
    return text.toString().stripTrailing();
  }

  private static void lines(String path, Record section, Settings all, StringBuilder text) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String name = path + name(component);
      Object value = read(component, section);
      if (SettingsTree.isSection(component.getType())) {
        lines(name + ".", (Record) value, all, text);
      } else if (Scope.at(name).isPresent()) {
        own(Scope.at(name).get(), all, text);
      } else {
        line(name, value, text);
      }
    }
  }

  private static void own(Scope scope, Settings all, StringBuilder text) {
    for (String each : new TreeSet<>(scope.of(all).keySet())) {
      SettingsTree.of(scope, all, each)
          .forEach((last, value) -> line(scope.path() + "." + each + "." + last, value, text));
    }
  }

  private static void line(String name, Object value, StringBuilder text) {
    text.append(name).append(": ").append(shown(value)).append('\n');
  }

  /** Returns a component's name in YAML. */
  static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  static String shown(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(SettingsText::shown).orElse("(not set)");
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(SettingsText::shown).toList().toString();
    }
    if (value instanceof Duration duration) {
      return duration(duration);
    }
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : String.valueOf(value);
  }

  /** Returns a duration as people write it in the file, such as {@code 1h30m}. */
  private static String duration(Duration duration) {
    boolean inDays = duration.toHours() > 48;
    StringBuilder text = new StringBuilder();
    part(inDays ? duration.toDays() : 0, "d", text);
    part(inDays ? duration.toHoursPart() : duration.toHours(), "h", text);
    part(duration.toMinutesPart(), "m", text);
    part(duration.toSecondsPart(), "s", text);
    return text.isEmpty() ? duration.toString() : text.toString();
  }

  private static void part(long amount, String unit, StringBuilder text) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }

  static Object read(RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
