package dev.restorebot.engine.verify;

import dev.restorebot.engine.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens the connections that checks use: read-only, and no statement without an end. */
final class Sessions {
  private Sessions() {}

  static Connection readOnly(Sandbox sandbox) throws SQLException {
    Connection connection = sandbox.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET default_transaction_read_only = on");
      statement.execute("SET statement_timeout = '1h'");
      statement.execute("SET row_security = off");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
