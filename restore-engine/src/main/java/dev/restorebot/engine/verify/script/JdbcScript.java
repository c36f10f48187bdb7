package dev.restorebot.engine.verify.script;

import dev.restorebot.engine.archive.plain.SqlStatements;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** Runs statements one after the other as psql does, up to the first error. */
final class JdbcScript implements AutoCloseable {
  /**
   * Settings as psql would have them: the driver replaces the database's by its own. It needs dates
   * in ISO's style; the order of day and month is the database's. NOTICEs would be kept in memory.
   *
   * <p>Source of the order in which settings count: PostgreSQL's {@code process_settings} in {@code
   * utils/init/postinit.c}.
   */
  private static final String SETTINGS =
      """
      SELECT pg_catalog.set_config('client_min_messages', 'warning', false);
      SELECT pg_catalog.set_config(
          name,
          CASE name
            WHEN 'timezone' THEN value
            ELSE 'ISO' || coalesce(
                ', ' || substring(value from '(?i)DMY|MDY|YMD'),
                CASE WHEN value ~* 'german|euro' THEN ', DMY' ELSE '' END)
          END,
          false)
      FROM (
          SELECT DISTINCT ON (1)
              lower(split_part(setting, '=', 1)) AS name,
              substr(setting, strpos(setting, '=') + 1) AS value
          FROM pg_catalog.pg_db_role_setting, unnest(setconfig) AS setting
          WHERE setdatabase IN
                  (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
              AND setrole IN
                  (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))
          ORDER BY 1, setrole <> 0 DESC, setdatabase <> 0 DESC) AS settings
      WHERE name IN ('timezone', 'datestyle')\
      """;

  private final Connection connection;
  private final ScriptOutput output;

  private JdbcScript(Connection connection, ScriptOutput output) {
    this.connection = connection;
    this.output = output;
  }

  /**
   * Opens a session with what psql would have.
   *
   * @throws SQLException when the server does not take it, which says nothing of the script
   */
  static JdbcScript open(Sandbox sandbox, ScriptOutput output) throws SQLException {
    Connection connection = sandbox.connectToLoad();
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(SETTINGS);
      return new JdbcScript(connection, output);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Runs them. What they return is not read.
   *
   * @return the error that ended them; empty for none. It has no SQLSTATE when only psql does what
   *     the statement asks for, or when it returns too much
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  Optional<ScriptError> run(SqlStatements script, Cancellation cancellation) {
    try (Cancellation.Registration ignored = cancellation.onCancel(this::abort)) {
      for (SqlStatements.Statement each : script.statements()) {
        cancellation.check();
        Optional<ScriptError> error = run(each);
        if (error.isPresent()) {
          cancellation.check();
          return error;
        }
      }
      return Optional.empty();
    }
  }

  private Optional<ScriptError> run(SqlStatements.Statement script) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try {
        boolean unused = statement.execute(script.text());
        return Optional.empty();
      } finally {
        print(statement.getWarnings());
      }
    } catch (SQLException e) {
      return Optional.of(error(script.line(), e));
    }
  }

  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // it is closed already
    }
  }

  private void print(SQLWarning first) {
    for (SQLWarning each = first; each != null; each = each.getNextWarning()) {
      if (each instanceof PSQLWarning warning) {
        ServerErrorMessage message = warning.getServerErrorMessage();
        output.line(message.getSeverity() + ": " + firstLine(message.getMessage()));
      }
    }
  }

  private static ScriptError error(long line, SQLException e) {
    ServerErrorMessage said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    boolean lost = said == null && PSQLState.CONNECTION_FAILURE.getState().equals(e.getSQLState());
    return new ScriptError(
        String.valueOf(line),
        said != null || lost ? Optional.ofNullable(e.getSQLState()) : Optional.empty(),
        said == null ? "" : firstLine(said.getMessage()));
  }

  private static String firstLine(String text) {
    return String.valueOf(text).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // the server ends the session
    }
  }
}
