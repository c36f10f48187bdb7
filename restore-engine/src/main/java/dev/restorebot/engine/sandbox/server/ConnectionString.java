package dev.restorebot.engine.sandbox.server;

/**
 * Builds connection strings of libpq. Of the argument {@code -d} of psql and pg_restore: they read
 * a name that contains {@code =} or looks like an address as settings, so such a name must be
 * wrapped.
 */
public final class ConnectionString {
  private ConnectionString() {}

  /** The name as it is, or as {@code dbname='…'} where it could be taken for something else. */
  public static String database(String name) {
    if (!name.contains("=") && !name.startsWith("postgres") && !name.startsWith("-")) {
      return name;
    }
    return name.equals("postgres") ? name : "dbname=" + quoted(name);
  }

  /** One setting of a connection string, its value in quotes unless it is harmless as it is. */
  public static String parameter(String key, String value) {
    return key + "=" + (value.matches("[A-Za-z0-9_.-]+") ? value : quoted(value));
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
