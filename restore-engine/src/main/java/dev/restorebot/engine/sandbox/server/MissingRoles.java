package dev.restorebot.engine.sandbox.server;

import dev.restorebot.engine.archive.NamedRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Creates the roles that a backup names and does not contain, without login: roles belong to the
 * cluster, and a good backup must not fail because the sandbox is another one.
 */
public final class MissingRoles {
  /** Every cluster has it, so nobody has to be told of it. */
  private static final String USUAL = "postgres";

  private static final String OURS = "restore_bot_";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int SHOWN = 20;

  private MissingRoles() {}

  /**
   * Creates those that the server does not have.
   *
   * @param admin a superuser
   * @param superusers whether a role that the dump acts as becomes a superuser, so that it may
   *     create what it created at home. Only for a sandbox whose restoring role is one itself
   * @return the names of the roles that were created
   */
  public static List<String> create(Endpoint admin, List<NamedRole> named, boolean superusers)
      throws SQLException {
    List<String> created = new ArrayList<>();
    if (named.isEmpty()) {
      return created;
    }
    try (Connection connection = admin.connect("template1", TIMEOUT);
        Statement statement = connection.createStatement()) {
      Set<String> there = existing(statement);
      for (NamedRole role : named) {
        if (!there.contains(role.name()) && !role.name().startsWith(OURS)) {
          statement.execute(
              "CREATE ROLE "
                  + Sql.identifier(role.name())
                  + " NOLOGIN"
                  + (superusers && role.assumed() ? " SUPERUSER" : ""));
          created.add(role.name());
        }
      }
    }
    return created;
  }

  /** Notes for the report about roles that were created; empty when there is nothing to say. */
  public static List<String> notes(List<String> created) {
    List<String> named = created.stream().filter(role -> !role.equals(USUAL)).toList();
    if (named.isEmpty()) {
      return List.of();
    }
    return List.of(
        "The backup names roles that it does not contain; they were created here without login."
            + " The real restore will need these roles: "
            + String.join(", ", named.subList(0, Math.min(SHOWN, named.size())))
            + (named.size() > SHOWN ? " and " + (named.size() - SHOWN) + " more" : "")
            + ".");
  }

  private static Set<String> existing(Statement statement) throws SQLException {
    Set<String> names = new HashSet<>();
    try (ResultSet rows = statement.executeQuery("SELECT rolname FROM pg_catalog.pg_roles")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
