package dev.restorebot.bot.settings;

import java.util.function.Function;

/**
 * What the values of a setting are: how their text is read, and what editors may know of it.
 *
 * @param reader reads the text; throws IllegalArgumentException that says what would be right
 */
record ValueType<T>(Function<String, T> reader, ValueSchema shape) {
  T read(String text) {
    return reader.apply(text);
  }
}
