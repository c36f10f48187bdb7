package dev.restorebot.bot.settings;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/**
 * One name within a part of a {@link SettingStructure}.
 *
 * @param name as it is written
 * @param type the type of its values
 * @param otherwise its default; a field without one is needed
 * @param explanation for editors, in a line
 */
record StructureField(
    String name, ValueType<?> type, Optional<String> otherwise, String explanation) {

  /** Reads the declaration of a component. */
  static StructureField of(RecordComponent component) {
    Part part = component.getAnnotation(Part.class);
    Optional<String> otherwise = List.of(part.otherwise()).stream().findFirst();
    Optional<Format> format = List.of(part.format()).stream().findFirst();
    boolean needsText =
        otherwise.isEmpty() && format.isEmpty() && component.getType() == String.class;
    return new StructureField(
        SettingsText.name(component),
        needsText
            ? Parsers.SOME_TEXT
            : ValueTypes.of(component.getGenericType(), format, part.min(), part.max()),
        otherwise,
        part.value());
  }

  boolean isNeeded() {
    return otherwise.isEmpty();
  }
}
