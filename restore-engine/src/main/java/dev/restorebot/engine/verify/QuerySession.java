package dev.restorebot.engine.verify;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The settings of a session in which the bot queries a database: the same query gives the same text
 * on every server, PostgreSQL's own functions come first, and row security hides no row but is an
 * error.
 */
public final class QuerySession {
  /** Each as after SET. */
  static final List<String> SETTINGS =
      List.of(
          "row_security = off",
          "search_path = pg_catalog, public, pg_temp",
          "TimeZone = 'UTC'",
          "DateStyle = 'ISO, YMD'",
          "IntervalStyle = 'postgres'",
          "bytea_output = 'hex'");

  private QuerySession() {}

  /** Applies them until the transaction ends. */
  public static void beginTransaction(Statement statement) throws SQLException {
    statement.execute("SET LOCAL " + String.join("; SET LOCAL ", SETTINGS));
  }
}
