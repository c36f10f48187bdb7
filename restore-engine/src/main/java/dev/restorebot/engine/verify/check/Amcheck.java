package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.verify.AdminSession;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.ReadOnlyRole;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The extension amcheck, made available to a reader for as long as this is open. */
final class Amcheck implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Amcheck.class);
  private static final String OWN = "restore_bot_amcheck";
  private static final String WHERE =
      "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
          + " WHERE e.extname = 'amcheck'";

  private final Sandbox sandbox;
  private final String schema;

  private Amcheck(Sandbox sandbox, String schema) {
    this.sandbox = sandbox;
    this.schema = schema;
  }

  /**
   * Makes it, unless the backup brought it, and lets the reader call it.
   *
   * @throws SQLException when the server does not have it
   */
  static Amcheck open(ReadOnlyRole reader) throws SQLException {
    try (AdminSession admin = AdminSession.begin(reader.sandbox())) {
      List<String> there = SqlRows.column(admin.connection(), WHERE);
      if (there.isEmpty()) {
        admin.execute("CREATE SCHEMA " + OWN);
        admin.execute("CREATE EXTENSION amcheck SCHEMA " + OWN);
      }
      String schema = there.isEmpty() ? OWN : there.get(0);
      String name = Identifiers.quoted(schema);
      admin.execute("GRANT USAGE ON SCHEMA " + name + " TO " + reader.role());
      admin.execute(
          "GRANT EXECUTE ON FUNCTION "
              + name
              + ".bt_index_check(regclass, boolean) TO "
              + reader.role());
      admin.commit();
      return new Amcheck(reader.sandbox(), schema);
    }
  }

  /** Checks one index and that it has an entry for every row; throws what it finds. */
  void check(Connection connection, String oid) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT "
              + Identifiers.quoted(schema)
              + ".bt_index_check(index => "
              + oid
              + "::oid::regclass, heapallindexed => true)");
    }
  }

  @Override
  public void close() {
    if (!schema.equals(OWN)) {
      return;
    }
    try (AdminSession admin = AdminSession.begin(sandbox)) {
      admin.execute("DROP EXTENSION amcheck");
      admin.execute("DROP SCHEMA " + OWN);
      admin.commit();
    } catch (SQLException e) {
      log.warn("the extension amcheck is left in the sandbox", e);
    }
  }
}
