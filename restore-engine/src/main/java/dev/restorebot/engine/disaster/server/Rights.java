package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupDemands;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.sandbox.ClientTools;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.text.Lists;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Compares what a restore needs with what the role may do, before anybody is asked.
 *
 * @param connection to the maintenance database
 * @param oid the database's OID
 * @param owner its owner
 * @param programs finds the client programs
 */
record Rights(
    Connection connection,
    ServerAddress address,
    String database,
    String oid,
    String owner,
    ServerTools programs) {
  private static final int HAS_SET = 16;
  private static final int HAS_CLOSED_PUBLIC = 15;

  private static final String CLIENTS =
      "SELECT r.rolname FROM pg_roles r WHERE r.rolcanlogin AND NOT r.rolsuper"
          + " AND has_database_privilege(r.oid, ?::oid, 'CONNECT')"
          + " AND NOT pg_has_role(current_user, r.oid, 'USAGE')"
          + " AND NOT pg_has_role(current_user, 'pg_signal_backend', 'USAGE') ORDER BY 1";

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

  /** Refuses a backup that the role cannot restore. */
  void requireFor(BackupFacts backup) throws SQLException, ProblemException {
    BackupDemands demands = backup.dumped().map(DumpedDatabase::demands).orElse(BackupDemands.NONE);
    if (demands.ofServer()) {
      throw refused(
          "The SQL file "
              + backup.name()
              + " creates or connects to databases (pg_dump --create, or pg_dumpall). In a server"
              + " that others use, it could change production while it is restored.",
          "Choose a backup in custom format (pg_dump -Fc), or one made without --create.");
    }
    try (ClientTools tools = tools()) {
      if (backup.name().contains(".sql") && !tools.psqlIsFit()) {
        throw refused(
            "The psql of "
                + tools.source()
                + " ("
                + tools.version()
                + ") is too old to read an SQL backup safely: such a file could run programs here.",
            "Update PostgreSQL's client programs to the newest minor release.");
      }
    }
    if (isSuperuser()) {
      return;
    }
    extensions().require(demands);
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
  List<String> warnings(BackupFacts backup) throws SQLException, ProblemException {
    List<String> warnings = new ArrayList<>();
    try (ClientTools tools = tools()) {
      if (!tools.hasPrograms()) {
        warnings.add(
            "pg_restore and psql of PostgreSQL "
                + major()
                + " or newer are neither installed here nor in an image of Docker, so restore-bot"
                + " loads the backup itself. To use PostgreSQL's own programs, install"
                + " postgresql-client-"
                + major()
                + " and request the restore again.");
      }
    }
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
    BackupDemands demands = backup.dumped().map(DumpedDatabase::demands).orElse(BackupDemands.NONE);
    warnings.addAll(Tablespaces.warnings(connection, oid, demands));
    if (!isSuperuser()) {
      warnings.addAll(extensions().warnings(demands));
    }
    return warnings;
  }

  private Extensions extensions() {
    return new Extensions(connection, address);
  }

  private static ProblemException refused(String message, String hint) {
    Problem problem = ServerProblems.unsuitable(message, hint);
    return problem.exception();
  }

  private ClientTools tools() throws SQLException, ProblemException {
    return programs.find(address, major(), "look-" + UUID.randomUUID(), Cancellation.none());
  }
}
