package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.Sql;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps everybody out of databases that are about to be renamed. */
final class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final long STEP_MILLIS = 200;

  /** Autovacuum is ended by the server itself when a database is renamed. */
  private static final String OTHERS =
      "SELECT pid, coalesce(usename, 'the server itself'), coalesce(application_name, '')"
          + " FROM pg_stat_activity WHERE datid = ?::oid AND pid <> pg_backend_pid()"
          + " AND backend_type IS DISTINCT FROM 'autovacuum worker' ORDER BY pid";

  private static final String NOT_OURS =
      "SELECT DISTINCT a.usename FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid"
          + " WHERE a.datid = ?::oid AND a.pid <> pg_backend_pid()"
          + " AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
          + " AND NOT pg_has_role(current_user, a.usesysid, 'USAGE')"
          + " AND (r.rolsuper OR NOT pg_has_role(current_user, 'pg_signal_backend', 'USAGE'))"
          + " ORDER BY 1";

  private static final String PREPARED =
      "SELECT count(*) > 0 FROM pg_prepared_xacts x JOIN pg_database d ON d.datname = x.database"
          + " WHERE d.oid = ?::oid";

  private Sessions() {}

  /** Returns the roles whose sessions in that database this role may not end. */
  static List<String> notOurs(Connection connection, String oid) throws SQLException {
    return Rows.column(connection, NOT_OURS, oid);
  }

  /**
   * Fails when a session in that database could not be ended now.
   *
   * @throws ProblemException with the roles, and what to do
   */
  static void requireOurs(Connection connection, String oid, String database)
      throws SQLException, ProblemException {
    List<String> others = notOurs(connection, oid);
    if (!others.isEmpty()) {
      throw notEnded(String.join(", ", others), database);
    }
    if (Rows.holds(connection, PREPARED, oid)) {
      throw new Problem(
              ProblemCode.SWAP_FAILED,
              "The database "
                  + database
                  + " has prepared transactions (PREPARE TRANSACTION), so PostgreSQL does not"
                  + " rename it. Nothing was stopped.",
              "Commit them or roll them back (SELECT gid FROM pg_prepared_xacts), then try again.")
          .exception();
    }
  }

  /** Says of a database whether new sessions may begin in it. */
  static void allow(Connection connection, String database, boolean allowed) throws SQLException {
    Rows.execute(
        connection, "ALTER DATABASE " + Sql.identifier(database) + " ALLOW_CONNECTIONS " + allowed);
  }

  /**
   * Ends the sessions in that database, and returns when there are none.
   *
   * @throws ProblemException when some stay
   */
  static void end(Connection connection, String oid, Duration patience, Cancellation cancellation)
      throws SQLException, ProblemException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<List<String>> there = Rows.of(connection, OTHERS, oid);
    while (!there.isEmpty()) {
      for (List<String> session : there) {
        try {
          var unused =
              Rows.value(
                  connection, "SELECT pg_terminate_backend(?)", Integer.valueOf(session.get(0)));
        } catch (SQLException e) {
          log.debug("the session {} was not ended", session.get(0), e);
        }
      }
      if (System.nanoTime() > deadline) {
        throw notEnded(
            there.stream()
                .map(session -> session.get(1))
                .distinct()
                .collect(Collectors.joining(", ")),
            Naming.name(connection, oid).orElse("of the OID " + oid));
      }
      Pauses.await(STEP_MILLIS, cancellation);
      there = Rows.of(connection, OTHERS, oid);
    }
  }

  private static ProblemException notEnded(String roles, String database) {
    return new Problem(
            ProblemCode.SWAP_FAILED,
            "restore-bot may not end the connections to the database "
                + database
                + " of: "
                + roles
                + ". PostgreSQL renames a database only when nobody is connected to it.",
            "End them (stop the program, or as a superuser: SELECT pg_terminate_backend(pid) FROM"
                + " pg_stat_activity WHERE datname = '"
                + database.replace("'", "''")
                + "'), or as an administrator: GRANT pg_signal_backend to restore-bot's role. Then"
                + " try again.")
        .exception();
  }
}
