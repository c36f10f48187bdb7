package dev.restorebot.engine.disaster.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Finds databases by name and by OID; a name moves in a swap, the OID never does. */
final class Naming {
  private Naming() {}

  /** Returns the OID of the database that has that name now. */
  static Optional<String> oid(Connection connection, String name) throws SQLException {
    return Rows.value(connection, "SELECT oid FROM pg_database WHERE datname = ?", name);
  }

  /** Returns the name that the database of that OID has now. */
  static Optional<String> name(Connection connection, String oid) throws SQLException {
    return Rows.value(connection, "SELECT datname FROM pg_database WHERE oid = ?::oid", oid);
  }

  /** Returns the comment of the database of that name; empty for none. */
  static String comment(Connection connection, String name) throws SQLException {
    return Rows.value(
            connection,
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ?",
            name)
        .orElse("");
  }
}
