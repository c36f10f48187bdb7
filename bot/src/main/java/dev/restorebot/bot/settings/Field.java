package dev.restorebot.bot.settings;

import java.util.Optional;

/**
 * One name within a part of a {@link Structure}.
 *
 * @param name as it is written
 * @param kind what its values are
 * @param otherwise its default; a field without one is needed
 * @param explanation for editors, in a line
 */
record Field<T>(String name, Kind<T> kind, Optional<String> otherwise, String explanation) {
  /** One that has to be there. */
  static <T> Field<T> needed(String name, Kind<T> kind, String explanation) {
    return new Field<>(name, kind, Optional.empty(), explanation);
  }

  /** One that may be left out. */
  static <T> Field<T> or(String otherwise, String name, Kind<T> kind, String explanation) {
    return new Field<>(name, kind, Optional.of(otherwise), explanation);
  }

  boolean isNeeded() {
    return otherwise.isEmpty();
  }
}
