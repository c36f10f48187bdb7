package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

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
      statement.execute("SET log_statement = 'none'");
      statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD " + Sql.literal(password.value()));
      statement.execute("GRANT pg_monitor TO " + name);
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
