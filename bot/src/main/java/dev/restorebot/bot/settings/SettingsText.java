package dev.restorebot.bot.settings;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings as text, a line each, named as in YAML; secrets do not show. */
final class SettingsText {
  private SettingsText() {}

  static String of(Settings settings) {
    StringBuilder text = new StringBuilder();
    lines("", settings, text);
    return text.toString().stripTrailing();
  }

  private static void lines(String path, Object value, StringBuilder text) {
    if (value instanceof Record record && !(value instanceof SecretValue)) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        String name = name(component);
        lines(path.isEmpty() ? name : path + "." + name, read(component, record), text);
      }
    } else if (value instanceof Map<?, ?> map) {
      new TreeMap<>(map).forEach((key, each) -> lines(path + "." + key, each, text));
    } else {
      text.append(path).append(": ").append(shown(value)).append('\n');
    }
  }

  /** A component's name in YAML. */
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
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : String.valueOf(value);
  }

  static Object read(RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
