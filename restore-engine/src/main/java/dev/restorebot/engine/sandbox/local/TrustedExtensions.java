package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates beforehand the extensions that only a superuser may create and that can do no harm:
 * without them a good backup would seem to fail. Trusted extensions are left to the backup, which
 * may create them itself, in the schema that it wants. All others are left to fail and to be
 * reported.
 */
final class TrustedExtensions {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedExtensions.class);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** From PostgreSQL's contrib: none reads files, runs programs or opens connections. */
  private static final Set<String> HARMLESS =
      Set.of(
          "amcheck",
          "autoinc",
          "bloom",
          "dict_xsyn",
          "earthdistance",
          "insert_username",
          "intagg",
          "moddatetime",
          "pg_buffercache",
          "pg_freespacemap",
          "pg_prewarm",
          "pg_stat_statements",
          "pg_visibility",
          "pgrowlocks",
          "pgstattuple",
          "refint",
          "sslinfo");

  private TrustedExtensions() {}

  /**
   * Creates them, owned by the role, so that the backup may comment on them and drop them.
   *
   * @return notes on those that this server has not
   */
  static List<String> create(Endpoint admin, String database, String role, List<String> wanted)
      throws SQLException {
    List<String> notes = new ArrayList<>();
    try (Connection connection = admin.connect(database, TIMEOUT);
        Statement statement = connection.createStatement()) {
      for (String name : wanted.stream().filter(HARMLESS::contains).distinct().toList()) {
        try {
          statement.execute("CREATE EXTENSION IF NOT EXISTS " + Sql.identifier(name) + " CASCADE");
        } catch (SQLException e) {
          LOG.info("extension {} was not created: {}", name, e.getMessage());
          notes.add("The extension " + name + " is not installed on this machine.");
        }
      }
      // There is no ALTER EXTENSION … OWNER. Owning one gives no right to run its scripts.
      statement.execute("UPDATE pg_extension SET extowner = " + Sql.literal(role) + "::regrole");
      if (wanted.contains("amcheck")) {
        statement.execute(
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO " + Sql.identifier(role));
      }
    }
    return notes;
  }
}
