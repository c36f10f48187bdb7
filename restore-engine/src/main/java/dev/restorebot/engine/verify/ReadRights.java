package dev.restorebot.engine.verify;

import dev.restorebot.engine.sandbox.server.SessionOptions;
import java.sql.SQLException;
import java.util.Map;

/** Lets a role read everything in a sandbox's database. */
public final class ReadRights {
  private static final int HAS_READ_ALL = 14;

  private ReadRights() {}

  /**
   * Grants a verification's role everything, the catalogs included.
   *
   * @param serverVersion such as {@code 15.18 (Debian 15.18-1)}
   */
  static void grantAll(AdminSession admin, String role, String serverVersion) throws SQLException {
    if (SqlRows.major(admin.connection()) >= HAS_READ_ALL) {
      pin(admin, role, serverVersion);
      admin.execute("GRANT pg_read_all_data TO " + role);
    } else {
      grantTables(admin, role, serverVersion);
    }
  }

  /**
   * Grants a role every table, view and sequence of the backup, and keeps libraries and login
   * triggers of the backup out of its sessions. It grants nothing in the catalogs: they hold
   * passwords of foreign servers and subscriptions, and large objects.
   *
   * @param serverVersion such as {@code 15.18 (Debian 15.18-1)}
   */
  public static void grantTables(AdminSession admin, String role, String serverVersion)
      throws SQLException {
    pin(admin, role, serverVersion);
    for (String schema :
        SqlRows.column(
            admin.connection(),
            "SELECT nspname FROM pg_namespace"
                + " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'")) {
      grantSchema(admin, role, schema);
    }
  }

  /** Sets what a session needs from a superuser. */
  static void pin(AdminSession admin, String role, String serverVersion) throws SQLException {
    for (Map.Entry<String, String> setting : SessionOptions.superusers(serverVersion).entrySet()) {
      admin.execute(
          "ALTER ROLE " + role + " SET " + setting.getKey() + " = '" + setting.getValue() + "'");
    }
  }

  /** Grants every table, view and sequence of a schema. */
  static void grantSchema(AdminSession admin, String role, String schema) throws SQLException {
    String name = Identifiers.quoted(schema);
    admin.execute("GRANT USAGE ON SCHEMA " + name + " TO " + role);
    admin.execute("GRANT SELECT ON ALL TABLES IN SCHEMA " + name + " TO " + role);
    admin.execute("GRANT SELECT ON ALL SEQUENCES IN SCHEMA " + name + " TO " + role);
  }
}
