package dev.restorebot.engine.verify;

/** Quotes SQL identifiers. */
public final class Identifiers {
  private Identifiers() {}

  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * Returns a name for people, {@code public.users}. A schema with a dot in its name is quoted, so
   * that no two objects have the same.
   */
  public static String shown(String schema, String name) {
    return (schema.indexOf('.') < 0 ? schema : quoted(schema)) + "." + name;
  }

  public static String qualified(String schema, String name) {
    return quoted(schema) + "." + quoted(name);
  }
}
