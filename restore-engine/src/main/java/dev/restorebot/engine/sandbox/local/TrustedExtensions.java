package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.sandbox.WantedExtension;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /** The extensions that one of them needs and would create itself, in its own schema. */
  private static final Map<String, String> NEEDS = Map.of("earthdistance", "cube");

  private TrustedExtensions() {}

  /**
   * Creates them, owned by the role, so that the backup may comment on them and drop them.
   *
   * @return notes on those that this server has not
   */
  static List<String> create(
      Endpoint admin, String database, String role, List<WantedExtension> wanted)
      throws SQLException {
    List<String> notes = new ArrayList<>();
    try (Connection connection = admin.connect(database, TIMEOUT);
        Statement statement = connection.createStatement()) {
      for (WantedExtension extension : ours(wanted)) {
        try {
          create(statement, role, extension);
        } catch (SQLException e) {
          LOG.info("extension {} was not created (SQLSTATE {})", extension.name(), e.getSQLState());
          notes.add("The extension " + extension.name() + " is not installed on this machine.");
        }
      }
      // There is no ALTER EXTENSION … OWNER. Owning one gives no right to run its scripts.
      statement.execute("UPDATE pg_extension SET extowner = " + Sql.literal(role) + "::regrole");
      for (WantedExtension extension : wanted) {
        if (extension.name().equals("amcheck")) {
          statement.execute(
              "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA "
                  + Sql.identifier(schema(extension))
                  + " TO "
                  + Sql.identifier(role));
        }
      }
    }
    return notes;
  }

  /** Returns what is created here, and before it what that needs, where the backup wants it. */
  private static List<WantedExtension> ours(List<WantedExtension> wanted) {
    Set<String> names = new HashSet<>();
    for (WantedExtension extension : wanted) {
      if (HARMLESS.contains(extension.name())) {
        names.add(extension.name());
        names.add(NEEDS.getOrDefault(extension.name(), extension.name()));
      }
    }
    return wanted.stream()
        .filter(extension -> names.contains(extension.name()))
        .sorted(Comparator.comparing(extension -> NEEDS.containsKey(extension.name())))
        .toList();
  }

  private static void create(Statement statement, String role, WantedExtension extension)
      throws SQLException {
    String schema = Sql.identifier(schema(extension));
    if (!schema(extension).startsWith("pg_")) {
      statement.execute(
          "CREATE SCHEMA IF NOT EXISTS " + schema + " AUTHORIZATION " + Sql.identifier(role));
    }
    statement.execute(
        "CREATE EXTENSION IF NOT EXISTS "
            + Sql.identifier(extension.name())
            + " SCHEMA "
            + schema
            + " CASCADE");
  }

  private static String schema(WantedExtension extension) {
    return extension.schema().isEmpty() ? "public" : extension.schema();
  }
}
