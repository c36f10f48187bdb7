package dev.restorebot.bot.settings;

import java.util.function.Function;

/**
 * The type of a setting's values: reads their text, and describes them to editors.
 *
 * @param reader reads the text; throws IllegalArgumentException that says what would be right
 */
record ValueType<T>(Function<String, T> reader, ValueSchema shape) {
  T read(String text) {
    return reader.apply(text);
  }

  /** Returns the type whose values are made from these. */
  <R> ValueType<R> map(Function<T, R> made) {
    return new ValueType<>(reader.andThen(made), shape);
  }
}
