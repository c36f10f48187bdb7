package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.disaster.GlobalsFile;
import dev.restorebot.engine.disaster.ServerGlobals;
import dev.restorebot.engine.sandbox.server.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the roles that a backup names when nobody knows production's: none can log in. */
final class RolesOfBackup {
  private RolesOfBackup() {}

  /**
   * Returns the statements.
   *
   * @param password of the superuser, if it is known
   * @param file the statements of the file of roles beside the backup, if there is one
   */
  static ServerGlobals globals(
      List<String> names, String superuser, Optional<String> password, List<String> file) {
    List<String> roles = new ArrayList<>(file);
    Set<String> there = GlobalsFile.created(file);
    names.stream()
        .filter(name -> !name.equals(superuser) && !there.contains(name))
        .forEach(name -> roles.add("CREATE ROLE " + Sql.identifier(name) + " NOLOGIN;"));
    // Production's own password counts, if the file has it.
    password
        .filter(any -> !there.contains(superuser))
        .ifPresent(
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
