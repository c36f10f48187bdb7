package dev.restorebot.bot.settings;

import java.util.Optional;

/**
 * One name within a part of a {@link SettingStructure}.
 *
 * @param name as it is written
 * @param kind what its values are
 * @param otherwise its default; a field without one is needed
 * @param explanation for editors, in a line
 */
record StructureField<T>(
    String name, ValueType<T> kind, Optional<String> otherwise, String explanation) {
  /** One that has to be there. */
  static <T> StructureField<T> needed(String name, ValueType<T> kind, String explanation) {
    return new StructureField<>(name, kind, Optional.empty(), explanation);
  }

  /** One that may be left out. */
  static <T> StructureField<T> or(
      String otherwise, String name, ValueType<T> kind, String explanation) {
    return new StructureField<>(name, kind, Optional.of(otherwise), explanation);
  }

  boolean isNeeded() {
    return otherwise.isEmpty();
  }
}
