package dev.restorebot.engine.login;

import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.Sql;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.AdminSession;
import dev.restorebot.engine.verify.ReadRights;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.postgresql.PGConnection;

/**
 * The roles with which people read a sandbox, one for each person and sandbox. Such a role reads
 * every row, also those that row security hides, and changes none ({@link PublicRights}). As every
 * role, it can change its own password and defaults. A person may lift {@code
 * default_transaction_read_only} and the timeouts, which are there against accidents; only a
 * superuser can lift the other limits.
 */
public final class LoginRoles {
  private static final String PREFIX = "restore_bot_login_";
  private static final Pattern NAME = Pattern.compile(PREFIX + "([a-z0-9]+)_[a-z0-9_]+");
  private static final int NAME_LENGTH = 20;
  private static final int HASH_DIGITS = 8;

  /** Limits the time in which the server must answer. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /**
   * The size is that of one process. Without the log's levels, a loop of {@code RAISE LOG} would
   * fill the disk of the host, where the log is not limited.
   */
  private static final List<String> LIMITS =
      List.of(
          "default_transaction_read_only = on",
          "statement_timeout = '15min'",
          "idle_in_transaction_session_timeout = '15min'",
          "temp_file_limit = '256MB'",
          "log_min_messages = 'panic'",
          "log_min_error_statement = 'panic'",
          "lo_compat_privileges = off");

  private static final String OURS = " FROM pg_roles WHERE rolname ~ '^" + PREFIX + "'";

  private LoginRoles() {}

  /** Returns the name of a person's role: letters, digits and underscores. */
  static String name(String job, Actor person) {
    String name =
        person.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+", "");
    String part = name.substring(0, Math.min(NAME_LENGTH, name.length())).replaceAll("_+$", "");
    return PREFIX
        + job.replaceAll("[^a-z0-9]+", "")
        + "_"
        + (part.isEmpty() ? "" : part + "_")
        + hash(person.id());
  }

  /** Returns the job for whose sandbox a role is; empty when the name is that of no such role. */
  public static Optional<String> job(String role) {
    Matcher name = NAME.matcher(role);
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }

  private static String hash(String id) {
    return DigestUtils.sha256Hex(id).substring(0, HASH_DIGITS);
  }

  /**
   * Creates a person's role, or gives the one that is there a new password and end. Sessions that
   * it has go on.
   *
   * @param until when the password ends; what is less than a second is ignored
   * @return the role's name
   */
  public static String give(Sandbox sandbox, Actor person, Secret password, Instant until)
      throws SQLException {
    String role = name(sandbox.info().jobId(), person);
    try (AdminSession admin = begin(sandbox)) {
      PublicRights.revokeWriting(admin);
      if (SqlRows.column(
              admin.connection(), "SELECT 1 FROM pg_roles WHERE rolname = " + Sql.literal(role))
          .isEmpty()) {
        admin.execute("CREATE ROLE " + role);
      }
      admin.execute(
          "ALTER ROLE "
              + role
              + " NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION INHERIT BYPASSRLS LOGIN"
              + " CONNECTION LIMIT 3 VALID UNTIL "
              + Sql.literal(Instant.ofEpochSecond(until.getEpochSecond()).toString()));
      for (String limit : LIMITS) {
        admin.execute("ALTER ROLE " + role + " SET " + limit);
      }
      ReadRights.grantTables(admin, role, sandbox.info().serverVersion());
      admin.execute(
          "GRANT CONNECT ON DATABASE " + Sql.identifier(sandbox.info().database()) + " TO " + role);
      // As a verifier: the server may log statements, or count them where others can read them.
      admin
          .connection()
          .unwrap(PGConnection.class)
          .alterUserPassword(role, password.value().toCharArray(), "scram-sha-256");
      admin.commit();
    }
    return role;
  }

  /**
   * Ends the logins whose time is over, with their sessions. One that cannot be ended does not keep
   * the others.
   *
   * @return when the next one is to be ended; empty when there is none
   * @throws SQLException when one could not be ended
   */
  public static Optional<Instant> endExpired(Sandbox sandbox, Instant now) throws SQLException {
    String over = "rolvaliduntil <= to_timestamp(" + now.getEpochSecond() + ")";
    // First the sessions: an open transaction of a person may hold the lock of their own role. The
    // server already refuses new ones.
    endSessions(sandbox, over);
    List<SQLException> failures = new ArrayList<>();
    for (String role :
        query(sandbox, "SELECT quote_ident(rolname)" + OURS + " AND rolcanlogin AND " + over)) {
      try (AdminSession admin = begin(sandbox)) {
        admin.execute("ALTER ROLE " + role + " NOLOGIN");
        admin.commit();
      } catch (SQLException e) {
        failures.add(e);
      }
    }
    endSessions(sandbox, over);
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    String next =
        query(
                sandbox,
                "SELECT ceil(extract(epoch FROM min(rolvaliduntil)))::bigint"
                    + OURS
                    + " AND rolcanlogin")
            .get(0);
    return next.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(Long.parseLong(next)));
  }

  /** Ends the sessions of roles that can begin no new ones. */
  private static void endSessions(Sandbox sandbox, String over) throws SQLException {
    var unused =
        query(
            sandbox,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid IN (SELECT oid"
                + OURS
                + " AND (NOT rolcanlogin OR "
                + over
                + "))");
  }

  private static List<String> query(Sandbox sandbox, String sql) throws SQLException {
    try (AdminSession admin = begin(sandbox)) {
      List<String> found = SqlRows.column(admin.connection(), sql);
      admin.commit();
      return found;
    }
  }

  private static AdminSession begin(Sandbox sandbox) throws SQLException {
    AdminSession admin = AdminSession.begin(sandbox, ANSWER);
    try {
      admin.execute("SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = '55s'");
      return admin;
    } catch (SQLException e) {
      admin.close();
      throw e;
    }
  }
}
