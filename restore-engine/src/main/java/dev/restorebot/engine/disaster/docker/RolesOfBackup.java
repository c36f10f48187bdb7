package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.disaster.ServerGlobals;
import dev.restorebot.engine.sandbox.server.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the roles that a backup names when nobody knows production's: none can log in. */
final class RolesOfBackup {
  private RolesOfBackup() {}

  /**
   * Returns the statements.
   *
   * @param password of the superuser, if it is known
   */
  static ServerGlobals globals(List<String> names, String superuser, Optional<String> password) {
    List<String> roles = new ArrayList<>();
    names.stream()
        .filter(name -> !name.equals(superuser))
        .forEach(name -> roles.add("CREATE ROLE " + Sql.identifier(name) + " NOLOGIN;"));
    password.ifPresent(
        value ->
            roles.add(
                "ALTER ROLE "
                    + Sql.identifier(superuser)
                    + " PASSWORD "
                    + Sql.literal(value)
                    + ";"));
    return new ServerGlobals(roles, List.of(), Map.of());
  }

  /** The statement after which a role may log in. */
  static String login(String role) {
    return "ALTER ROLE " + Sql.identifier(role) + " LOGIN;";
  }
}
