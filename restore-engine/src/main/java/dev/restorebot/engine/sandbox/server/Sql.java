package dev.restorebot.engine.sandbox.server;

/** Quoting for the few statements that take no parameters. */
public final class Sql {
  private Sql() {}

  /** A name of a database, role or extension, safe whatever it contains. */
  public static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** A string constant, safe whatever it contains; for servers with standard strings (all do). */
  public static String literal(String value) {
    String doubled = value.replace("'", "''");
    return doubled.contains("\\")
        ? " E'" + doubled.replace("\\", "\\\\") + "'"
        : "'" + doubled + "'";
  }
}
