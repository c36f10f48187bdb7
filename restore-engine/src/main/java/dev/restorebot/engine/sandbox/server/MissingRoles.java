package dev.restorebot.engine.sandbox.server;

import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.RoleDefinition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the roles that a backup needs, without login and without passwords: roles belong to the
 * cluster, and a good backup must not fail because the sandbox is another one.
 */
public final class MissingRoles {
  private static final Logger LOG = LoggerFactory.getLogger(MissingRoles.class);

  /** Every cluster has it, so nobody has to be told of it. */
  private static final String USUAL = "postgres";

  private static final String OURS = "restore_bot_";
  private static final String SUPERUSER = "SUPERUSER";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int SHOWN = 20;

  /** PostgreSQL's own roles whose members cannot reach the machine that the server runs on. */
  private static final Set<String> HARMLESS =
      Set.of(
          "pg_monitor",
          "pg_read_all_data",
          "pg_read_all_settings",
          "pg_read_all_stats",
          "pg_stat_scan_tables",
          "pg_write_all_data");

  private MissingRoles() {}

  /**
   * Creates those that the server does not have, with the attributes and memberships of their
   * definitions as far as these are harmless.
   *
   * @param admin a superuser
   * @param superusers whether roles may be superusers: those that are defined so, and those that
   *     the dump acts as, so that they may create what they created at home. Only for a sandbox
   *     whose restoring role is one itself
   * @return the roles that were created
   */
  public static List<NamedRole> create(Endpoint admin, List<NamedRole> named, boolean superusers)
      throws SQLException {
    List<NamedRole> created = new ArrayList<>();
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
                  + options(role, superusers));
          created.add(role);
        }
      }
      for (NamedRole role : created) {
        join(statement, role, created, there);
      }
    }
    return created;
  }

  private static String options(NamedRole role, boolean superusers) {
    StringBuilder options = new StringBuilder();
    boolean superuser = role.assumed();
    for (String attribute : role.definition().map(RoleDefinition::attributes).orElse(List.of())) {
      if (attribute.equals(SUPERUSER)) {
        superuser = true;
      } else {
        options.append(' ').append(attribute);
      }
    }
    return (superusers && superuser ? " " + SUPERUSER : "") + options;
  }

  private static void join(
      Statement statement, NamedRole role, List<NamedRole> created, Set<String> there) {
    for (String group : role.definition().map(RoleDefinition::memberOf).orElse(List.of())) {
      boolean ours = created.stream().anyMatch(each -> each.name().equals(group));
      if (ours || (HARMLESS.contains(group) && there.contains(group))) {
        try {
          statement.execute(
              "GRANT " + Sql.identifier(group) + " TO " + Sql.identifier(role.name()));
        } catch (SQLException e) {
          LOG.warn("the role {} was not made a member of {}", role.name(), group, e);
        }
      }
    }
  }

  /** Notes for the report about roles that were created; empty when there is nothing to say. */
  public static List<String> notes(List<NamedRole> created) {
    List<String> bare = new ArrayList<>();
    List<String> own = new ArrayList<>();
    Map<String, List<String>> beside = new LinkedHashMap<>();
    for (NamedRole role : created) {
      if (role.name().equals(USUAL)) {
        continue;
      }
      String source = role.definition().map(RoleDefinition::source).orElse("");
      if (role.definition().isEmpty()) {
        bare.add(role.name());
      } else if (source.isEmpty()) {
        own.add(role.name());
      } else {
        beside.computeIfAbsent(source, file -> new ArrayList<>()).add(role.name());
      }
    }
    List<String> notes = new ArrayList<>();
    if (!own.isEmpty()) {
      notes.add(
          "The roles in the file were created here without login and without their passwords: "
              + names(own)
              + ".");
    }
    beside.forEach(
        (file, roles) ->
            notes.add(
                "The backup needs roles that it does not contain. These were created here as "
                    + file
                    + " defines them, without login and without their passwords: "
                    + names(roles)
                    + ". Keep that file for the real restore."));
    if (!bare.isEmpty()) {
      notes.add(
          "The backup names roles that it does not contain; they were created here without login."
              + " The real restore will need these roles: "
              + names(bare)
              + ".");
    }
    return notes;
  }

  private static String names(List<String> roles) {
    return String.join(", ", roles.subList(0, Math.min(SHOWN, roles.size())))
        + (roles.size() > SHOWN ? " and " + (roles.size() - SHOWN) + " more" : "");
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
