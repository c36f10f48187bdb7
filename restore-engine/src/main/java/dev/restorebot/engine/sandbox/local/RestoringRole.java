package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * The role that restores. It is no superuser, so the server itself refuses what a hostile backup
 * could harm the machine with: COPY with programs or files, languages without a fence, ALTER
 * SYSTEM, reading files, large objects to files.
 */
final class RestoringRole {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private RestoringRole() {}

  /** Creates it; it may see everybody's progress and statistics. */
  static void create(Endpoint admin, String role, Secret password) throws SQLException {
    try (Connection connection = admin.connect("postgres", TIMEOUT);
        Statement statement = connection.createStatement()) {
      String name = Sql.identifier(role);
      statement.execute("CREATE ROLE " + name + " LOGIN");
      setPassword(connection, role, password);
      statement.execute("GRANT pg_monitor TO " + name);
    }
  }

  /** Replaces the password of a role. */
  static void changePassword(Endpoint admin, String role, Secret password) throws SQLException {
    try (Connection connection = admin.connect("postgres", TIMEOUT)) {
      setPassword(connection, role, password);
    }
  }

  /** As a SCRAM verifier: statements may be logged, or counted where a backup can read them. */
  private static void setPassword(Connection connection, String role, Secret password)
      throws SQLException {
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(role, password.value().toCharArray(), "scram-sha-256");
  }

  /**
   * Makes it a member of the roles that the backup names, so that it may give them what it creates
   * and act as them; and lets them create there.
   */
  static void join(Endpoint admin, String database, String role, List<String> others)
      throws SQLException {
    if (others.isEmpty()) {
      return;
    }
    try (Connection connection = admin.connect(database, TIMEOUT);
        Statement statement = connection.createStatement()) {
      for (String other : others) {
        String name = Sql.identifier(other);
        statement.execute("GRANT " + name + " TO " + Sql.identifier(role));
        statement.execute("GRANT CREATE ON SCHEMA public TO " + name);
        statement.execute("GRANT CREATE ON DATABASE " + Sql.identifier(database) + " TO " + name);
      }
    }
  }

  /** Gives it the schema that every database begins with, which a dump may replace. */
  static void ownPublic(Endpoint admin, String database, String role) throws SQLException {
    try (Connection connection = admin.connect(database, TIMEOUT);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SCHEMA public OWNER TO " + Sql.identifier(role));
    }
  }
}
