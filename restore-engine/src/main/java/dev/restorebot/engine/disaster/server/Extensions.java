package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupDemands;
import dev.restorebot.engine.disaster.ServerAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells whether the server has a backup's extensions, and whether the role may create them. */
record Extensions(Connection connection, ServerAddress address) {
  private static final int HAS_TRUSTED = 13;

  /** The roles that administer managed servers; what they may create is the provider's secret. */
  private static final List<String> MANAGED =
      List.of("rds_superuser", "cloudsqlsuperuser", "azure_pg_admin", "alloydbsuperuser");

  private static final String EXTENSION =
      "SELECT v.superuser AND NOT %s FROM pg_available_extensions e"
          + " JOIN pg_available_extension_versions v"
          + " ON v.name = e.name AND v.version = e.default_version WHERE e.name = ?";

  /** Refuses a backup whose extensions are missing, or only for administrators. */
  void require(BackupDemands demands) throws SQLException, ProblemException {
    List<String> missing = new ArrayList<>();
    for (String extension : demands.extensions()) {
      if (needsAdministrator(extension).isEmpty()) {
        missing.add(extension);
      }
    }
    List<String> administrators = administrators(demands);
    if (!missing.isEmpty()) {
      throw ServerProblems.unsuitable(
              "The backup needs extensions that the server "
                  + address.text()
                  + " does not have: "
                  + String.join(", ", missing)
                  + ".",
              "Install their packages on the server, then request the restore again.")
          .exception();
    }
    if (!administrators.isEmpty() && !isManaged()) {
      throw ServerProblems.unsuitable(
              "The backup needs extensions that only an administrator may create: "
                  + String.join(", ", administrators)
                  + ". The role "
                  + address.user()
                  + " is no superuser.",
              "Ask an administrator to make them trusted (trusted = true in the extension's control"
                  + " file on the server), or let restore-bot log in as a superuser.")
          .exception();
    }
  }

  /** Returns the extensions that PostgreSQL itself lets only superusers create. */
  private List<String> administrators(BackupDemands demands) throws SQLException {
    List<String> administrators = new ArrayList<>();
    for (String extension : demands.extensions()) {
      if (needsAdministrator(extension).filter("t"::equals).isPresent()
          && !extension.equals("plpgsql")) {
        administrators.add(extension);
      }
    }
    return administrators;
  }

  /** Returns whether it does; empty for one that the server does not have. */
  private Optional<String> needsAdministrator(String extension) throws SQLException {
    return Rows.value(
        connection,
        EXTENSION.formatted(
            connection.getMetaData().getDatabaseMajorVersion() >= HAS_TRUSTED
                ? "v.trusted"
                : "false"),
        extension);
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

  /** Returns what a person should know about a managed server, in sentences. */
  List<String> warnings(BackupDemands demands) throws SQLException {
    List<String> administrators = administrators(demands);
    return administrators.isEmpty()
        ? List.of()
        : List.of(
            "The backup has extensions that in PostgreSQL only an administrator may create: "
                + String.join(", ", administrators)
                + ". Whether this managed server lets "
                + address.user()
                + " create them shows only in the restore; see the provider's list of extensions.");
  }
}
