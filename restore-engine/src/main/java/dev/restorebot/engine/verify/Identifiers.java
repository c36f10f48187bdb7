package dev.restorebot.engine.verify;

/** Quotes SQL identifiers. */
public final class Identifiers {
  private Identifiers() {}

  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  public static String qualified(String schema, String name) {
    return quoted(schema) + "." + quoted(name);
  }
}
