package dev.restorebot.engine.verify;

import dev.restorebot.engine.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * A superuser's transaction for what a verification needs in the sandbox and removes again. No
 * event trigger of the backup takes part in it: those that always fire, which older servers cannot
 * be told to leave out, are disabled within the transaction and nowhere else. Closing it undoes
 * everything that was not committed.
 */
public final class AdminSession implements AutoCloseable {
  /** From this version on the connection's own options leave them out. */
  private static final int HAS_SETTING = 17;

  private final Connection connection;
  private final List<List<String>> persistent;

  private AdminSession(Connection connection, List<List<String>> persistent) {
    this.connection = connection;
    this.persistent = persistent;
  }

  /** Begins one. */
  public static AdminSession begin(Sandbox sandbox) throws SQLException {
    return begin(sandbox, Duration.ZERO);
  }

  /**
   * Begins one whose connection breaks when the server does not answer.
   *
   * @param answer how long an answer may take; zero for as long as it takes
   */
  public static AdminSession begin(Sandbox sandbox, Duration answer) throws SQLException {
    Connection connection = sandbox.connectAsAdmin();
    try (Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(answer.toMillis()));
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL search_path = pg_catalog, pg_temp");
      statement.execute("SET LOCAL log_statement = 'none'");
      statement.execute("SET LOCAL log_min_error_statement = 'panic'");
      statement.execute("SET LOCAL session_replication_role = replica");
      List<List<String>> persistent =
          SqlRows.major(connection) >= HAS_SETTING
              ? List.of()
              : SqlRows.rows(
                  connection,
                  "SELECT quote_ident(evtname), CASE evtenabled WHEN 'A' THEN 'ENABLE ALWAYS'"
                      + " ELSE 'ENABLE REPLICA' END FROM pg_event_trigger"
                      + " WHERE evtenabled IN ('A', 'R')");
      // Event triggers do not fire for commands about event triggers.
      for (List<String> trigger : persistent) {
        statement.execute("ALTER EVENT TRIGGER " + trigger.get(0) + " DISABLE");
      }
      return new AdminSession(connection, persistent);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The connection that it has; it stays the session's. */
  public Connection connection() {
    return connection;
  }

  /** Runs a statement. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Keeps what was done; nothing can be done afterwards. */
  public void commit() throws SQLException {
    for (List<String> trigger : persistent) {
      execute("ALTER EVENT TRIGGER " + trigger.get(0) + " " + trigger.get(1));
    }
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
