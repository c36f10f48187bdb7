package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupDemands;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.sandbox.ClientPrograms;
import dev.restorebot.engine.text.Lists;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what a restore needs with what the role may do, before anybody is asked.
 *
 * @param connection to the maintenance database
 * @param oid the database's OID
 * @param owner its owner
 */
record Rights(
    Connection connection, ServerAddress address, String database, String oid, String owner) {
  private static final int HAS_SET = 16;
  private static final int HAS_TRUSTED = 13;
  private static final int HAS_CLOSED_PUBLIC = 15;

  private static final String CLIENTS =
      "SELECT r.rolname FROM pg_roles r WHERE r.rolcanlogin AND NOT r.rolsuper"
          + " AND has_database_privilege(r.oid, ?::oid, 'CONNECT')"
          + " AND NOT pg_has_role(current_user, r.oid, 'USAGE')"
          + " AND NOT pg_has_role(current_user, 'pg_signal_backend', 'USAGE') ORDER BY 1";

  /** The roles that administer managed servers; what they may create is the provider's secret. */
  private static final List<String> MANAGED =
      List.of("rds_superuser", "cloudsqlsuperuser", "azure_pg_admin", "alloydbsuperuser");

  private static final String EXTENSION =
      "SELECT v.superuser AND NOT %s FROM pg_available_extensions e"
          + " JOIN pg_available_extension_versions v"
          + " ON v.name = e.name AND v.version = e.default_version WHERE e.name = ?";

  /** Refuses a role or a server that cannot do it, whatever the backup. */
  void require() throws SQLException, ProblemException {
    if (Rows.holds(connection, "SELECT pg_is_in_recovery()")) {
      throw refused(
          "The server " + address.text() + " is a standby, which cannot be written to.",
          "Set `disaster.server.host` to the primary server.");
    }
    if (!Rows.holds(
        connection, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")) {
      throw refused(
          "The role "
              + address.user()
              + " may not create databases, so the backup cannot be restored beside "
              + database
              + ".",
          "As an administrator: ALTER ROLE \"" + address.user() + "\" CREATEDB");
    }
    if (!may(owner)) {
      throw refused(
          "The role "
              + address.user()
              + " is not the owner of the database "
              + database
              + " ("
              + owner
              + "), so it may not rename it.",
          "Log in as "
              + owner
              + ", or as an administrator: GRANT \""
              + owner
              + "\" TO \""
              + address.user()
              + "\"");
    }
  }

  /** Returns whether the role may act as that one, with its rights and as the owner of objects. */
  private boolean may(String role) throws SQLException {
    String member = major() >= HAS_SET ? "SET" : "MEMBER";
    return Rows.holds(
        connection,
        "SELECT pg_has_role(current_user, r.oid, 'USAGE')"
            + " AND pg_has_role(current_user, r.oid, ?) FROM pg_roles r WHERE r.rolname = ?",
        member,
        role);
  }

  private int major() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  private boolean isSuperuser() throws SQLException {
    return Rows.holds(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
  }

  /** Refuses a backup that the role, or the programs that restore, cannot restore. */
  void requireFor(BackupFacts backup, ClientFinder clients) throws SQLException, ProblemException {
    BackupDemands demands = backup.dumped().map(DumpedDatabase::demands).orElse(BackupDemands.NONE);
    if (demands.ofServer()) {
      throw refused(
          "The SQL file "
              + backup.name()
              + " creates or connects to databases (pg_dump --create, or pg_dumpall). In a server"
              + " that others use, it could change production while it is restored.",
          "Choose a backup in custom format (pg_dump -Fc), or one made without --create.");
    }
    try (ClientPrograms tools = clients.find(address, major())) {
      if (backup.name().contains(".sql") && !tools.psqlIsFit()) {
        throw refused(
            "The psql of this machine ("
                + tools.version()
                + ") is too old to read an SQL backup safely: such a file could run programs here.",
            "Update PostgreSQL's client programs to the newest minor release.");
      }
    }
    if (isSuperuser()) {
      return;
    }
    requireExtensions(demands);
    if (!demands.administrators().isEmpty()) {
      throw refused(
          "The backup has objects that only a superuser may create: "
              + String.join(", ", demands.administrators())
              + ". The role "
              + address.user()
              + " is none.",
          "Let restore-bot log in as a superuser, or make backups without them.");
    }
    requireOwners(demands);
    requireHosts(demands);
  }

  private void requireExtensions(BackupDemands demands) throws SQLException, ProblemException {
    String sql = EXTENSION.formatted(major() >= HAS_TRUSTED ? "v.trusted" : "false");
    List<String> missing = new ArrayList<>();
    List<String> administrators = new ArrayList<>();
    for (String extension : demands.extensions()) {
      List<String> found = Rows.column(connection, sql, extension);
      if (found.isEmpty()) {
        missing.add(extension);
      } else if (found.get(0).equals("t") && !extension.equals("plpgsql")) {
        administrators.add(extension);
      }
    }
    if (!missing.isEmpty()) {
      throw refused(
          "The backup needs extensions that the server "
              + address.text()
              + " does not have: "
              + String.join(", ", missing)
              + ".",
          "Install their packages on the server, then request the restore again.");
    }
    if (!administrators.isEmpty() && !isManaged()) {
      throw refused(
          "The backup needs extensions that only an administrator may create: "
              + String.join(", ", administrators)
              + ". The role "
              + address.user()
              + " is no superuser.",
          "Ask an administrator to make them trusted (trusted = true in the extension's control"
              + " file on the server), or let restore-bot log in as a superuser.");
    }
  }

  /** Such a role may create extensions that PostgreSQL itself would refuse it. */
  private boolean isManaged() throws SQLException {
    for (String role : MANAGED) {
      if (Rows.holds(
          connection,
          "SELECT pg_has_role(current_user, oid, 'USAGE') FROM pg_roles WHERE rolname = ?",
          role)) {
        return true;
      }
    }
    return false;
  }

  private void requireOwners(BackupDemands demands) throws SQLException, ProblemException {
    Set<String> others = new TreeSet<>();
    for (String role : demands.owners()) {
      if (Rows.holds(connection, "SELECT count(*) > 0 FROM pg_roles WHERE rolname = ?", role)
          && !role.equals("pg_database_owner")
          && !may(role)) {
        others.add(role);
      }
    }
    if (!others.isEmpty()) {
      throw refused(
          "The backup has objects of the roles "
              + String.join(", ", others)
              + ", and "
              + address.user()
              + " may not give objects to them: they would belong to "
              + address.user()
              + ".",
          "As an administrator: GRANT "
              + String.join(", ", others.stream().map(role -> "\"" + role + "\"").toList())
              + " TO \""
              + address.user()
              + "\"");
    }
  }

  /**
   * Refuses objects that would silently belong to the role that restores. PostgreSQL asks whether
   * their owner may create objects in the schema, which in a new database only the schema's owner
   * may; before version 15 everybody may in the schema public.
   */
  private void requireHosts(BackupDemands demands) throws SQLException, ProblemException {
    List<String> refused = new ArrayList<>();
    for (BackupDemands.Guest guest : demands.guests()) {
      String host = guest.host().isEmpty() ? owner : guest.host();
      boolean open = guest.host().isEmpty() && major() < HAS_CLOSED_PUBLIC;
      if (!open
          && !Rows.holds(
              connection,
              "SELECT count(*) = 0 OR bool_or(pg_has_role(g.oid, h.oid, 'USAGE'))"
                  + " FROM pg_roles g JOIN pg_roles h ON true"
                  + " WHERE g.rolname = ? AND h.rolname = ?",
              guest.owner(),
              host.equals("pg_database_owner") ? owner : host)) {
        refused.add(guest.object() + " of " + guest.owner());
      }
    }
    if (!refused.isEmpty()) {
      throw refused(
          "The backup has objects in schemas that do not belong to the same role: "
              + String.join(", ", refused)
              + ". Without a superuser, PostgreSQL gives such objects to "
              + address.user()
              + " instead.",
          "Let restore-bot log in as a superuser; or give the schema and what is in it the same"
              + " owner, and make a new backup.");
    }
  }

  /** Returns what a person should know, in sentences. */
  List<String> warnings(BackupFacts backup) throws SQLException {
    List<String> warnings = new ArrayList<>();
    warnings.add(
        "How much disk space is free on the server is not known to restore-bot. Check that at least"
            + " as much is free as the database has now, and three times the backup's size.");
    List<String> sessions = Sessions.notOurs(connection, oid);
    if (!sessions.isEmpty()) {
      warnings.add(
          "restore-bot's role may not end the connections of "
              + String.join(", ", sessions)
              + ". They must be closed before the swap, or it is refused.");
    }
    List<String> clients = new ArrayList<>(Rows.column(connection, CLIENTS, oid));
    clients.removeAll(sessions);
    if (!clients.isEmpty()) {
      warnings.add(
          "If one of these roles is connected at the swap, restore-bot's role may not end its"
              + " connection, and the swap is refused: "
              + Lists.of(clients)
              + ". An administrator can allow it: GRANT pg_signal_backend TO \""
              + address.user()
              + "\"");
    }
    List<String> slots =
        Rows.column(
            connection,
            "SELECT slot_name FROM pg_replication_slots WHERE database = ? ORDER BY 1",
            database);
    if (!slots.isEmpty()) {
      warnings.add(
          "The logical replication slots "
              + String.join(", ", slots)
              + " stay with the old database: who reads them gets no changes of the restored one."
              + " Set the replication up again after the swap, and drop the slots.");
    }
    if (Rows.holds(
        connection,
        "SELECT count(*) > 0 FROM pg_shseclabel WHERE classoid = 'pg_database'::regclass"
            + " AND objoid = ?::oid",
        oid)) {
      warnings.add("The security labels of the database are not restored.");
    }
    String tablespace =
        Rows.value(
                connection,
                "SELECT t.spcname FROM pg_database d JOIN pg_tablespace t"
                    + " ON t.oid = d.dattablespace WHERE d.oid = ?::oid",
                oid)
            .orElse("");
    if (!tablespace.equals("pg_default")) {
      warnings.add(
          "The database is in the tablespace "
              + tablespace
              + "; the restored one will be in the server's default tablespace.");
    }
    if (isManaged() && !isSuperuser()) {
      warnings.add(
          "Whether this managed server lets "
              + address.user()
              + " create the extensions of the backup shows only in the restore.");
    }
    return warnings;
  }

  private static ProblemException refused(String message, String hint) {
    Problem problem = ServerProblems.unsuitable(message, hint);
    return problem.exception();
  }
}
