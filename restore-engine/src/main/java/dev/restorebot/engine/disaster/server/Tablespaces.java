package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.disaster.BackupDemands;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps a database in its tablespace, and says what is not kept. */
final class Tablespaces {
  private static final String DEFAULT = "pg_default";

  private Tablespaces() {}

  /** Returns those beside the server's default in which the role may create databases. */
  static List<String> usable(Connection connection) throws SQLException {
    return Rows.column(
        connection,
        "SELECT spcname FROM pg_tablespace WHERE spcname NOT IN (?, 'pg_global')"
            + " AND has_tablespace_privilege(oid, 'CREATE')",
        DEFAULT);
  }

  /** Returns what a person should know, in sentences. */
  static List<String> warnings(Connection connection, String oid, BackupDemands demands)
      throws SQLException {
    List<String> warnings = new ArrayList<>();
    List<String> usable = usable(connection);
    Optional<String> own =
        Rows.value(
            connection,
            "SELECT t.spcname FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace"
                + " WHERE d.oid = ?::oid",
            oid);
    if (own.isPresent() && !own.get().equals(DEFAULT) && !usable.contains(own.get())) {
      warnings.add(
          "The database is in the tablespace "
              + own.get()
              + "; the restored one will be in the server's default tablespace. To keep it, run as"
              + " an administrator: GRANT CREATE ON TABLESPACE \""
              + own.get()
              + "\" to restore-bot's role.");
    }
    List<String> named = new ArrayList<>(demands.tablespaces());
    own.ifPresent(named::remove);
    if (!named.isEmpty()) {
      List<String> lacking = new ArrayList<>(named);
      lacking.removeAll(Rows.column(connection, "SELECT spcname FROM pg_tablespace"));
      warnings.add(
          "The backup has objects in the tablespaces "
              + String.join(", ", named)
              + (lacking.isEmpty() ? "" : " (the server has no " + String.join(", ", lacking) + ")")
              + ". Restored, they are in the database's own tablespace; move them after the swap,"
              + " if they have to be elsewhere: ALTER TABLE … SET TABLESPACE …");
    }
    return warnings;
  }
}
