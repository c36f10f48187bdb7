package dev.restorebot.engine.verify;

/** Quotes SQL identifiers. */
final class Identifiers {
  private Identifiers() {}

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String qualified(String schema, String name) {
    return quoted(schema) + "." + quoted(name);
  }
}
