package dev.restorebot.bot.settings;

import dev.restorebot.engine.verify.Expectation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The types of values that follow from Java types. */
final class ValueTypes {
  private static final Map<Type, ValueType<?>> BY_TYPE =
      Map.ofEntries(
          Map.entry(String.class, Parsers.TEXT),
          Map.entry(boolean.class, Parsers.BOOL),
          Map.entry(long.class, Parsers.SIZE_IN_BYTES),
          Map.entry(Long.class, Parsers.SIZE_IN_BYTES),
          Map.entry(Duration.class, Parsers.DURATION),
          Map.entry(Path.class, Parsers.PATH),
          Map.entry(URI.class, Parsers.URL),
          Map.entry(ZoneId.class, Parsers.ZONE),
          Map.entry(Pattern.class, Parsers.REGEX),
          Map.entry(Expectation.class, new ValueType<>(Expectation::parse, ValueSchema.someText())),
          Map.entry(SecretValue.class, Parsers.SOME_TEXT.map(SecretValue::new)));

  /**
   * Returns the type of values that a record's component of that Java type holds.
   *
   * @throws IllegalStateException when there is none, which is a mistake in the declaration
   */
  static ValueType<?> of(Type type, Optional<Format> format, int min, int max) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == Optional.class) {
        return Parsers.optional(of(generic.getActualTypeArguments()[0], format, min, max));
      }
      if (generic.getRawType() == List.class) {
        return Parsers.list(of(generic.getActualTypeArguments()[0], format, min, max));
      }
    }
    if (format.isPresent()) {
      return format.get().type();
    }
    if (type == int.class || type == Integer.class) {
      return Parsers.number(min, max);
    }
    if (type instanceof Class<?> constants && constants.isEnum()) {
      return Parsers.oneOf(constants);
    }
    if (!BY_TYPE.containsKey(type)) {
      throw new IllegalStateException("No setting can have the type " + type);
    }
    return BY_TYPE.get(type);
  }

  private ValueTypes() {}
}
