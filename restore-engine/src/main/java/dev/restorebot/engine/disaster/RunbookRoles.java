package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.sandbox.server.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the commands for production's roles. Those of a running server are copied with their
 * passwords. Those of one that does not run are created without: a runbook holds no secret, so a
 * person types the passwords.
 *
 * @param psql the command that runs psql in the new server
 */
record RunbookRoles(DisasterPlan plan, String psql) {
  private static final Pattern CREATE = Pattern.compile("CREATE ROLE (.+?)( NOLOGIN)?;");

  /** Saves them, before the new server is made. */
  List<String> save() {
    Target target = plan.target();
    return target.outage().isPresent()
        ? List.of()
        : List.of(
            "docker exec "
                + ShellWords.quote(target.server().container())
                + " pg_dumpall --roles-only -U "
                + ShellWords.quote(target.cluster().superuser())
                + " >roles.sql; chmod 600 roles.sql");
  }

  /** Creates them in the new server. */
  List<String> create() {
    if (plan.target().outage().isEmpty()) {
      return List.of(psql + " -d postgres <roles.sql   # 'already exists' is fine");
    }
    Outage outage = plan.target().outage().get();
    List<String> out = new ArrayList<>();
    if (!outage.roles().isEmpty()) {
      out.add(psql + " -d postgres <<'END'   # 'already exists' is fine");
      out.addAll(outage.roles());
      out.add("END");
    }
    out.add("#    No password is in this file. Type that of each role that logs in:");
    String interactive = psql.replace("docker exec -i ", "docker exec -it ");
    String superuser = Sql.identifier(plan.target().cluster().superuser());
    out.add(password(interactive, superuser));
    for (String statement : outage.roles()) {
      Matcher role = CREATE.matcher(statement);
      if (role.matches() && !role.group(1).equals(superuser)) {
        out.add("#    " + password(interactive, role.group(1)));
        if (role.group(2) != null) {
          out.add(
              "#      ("
                  + psql
                  + " -d postgres -c "
                  + ShellWords.quote("ALTER ROLE " + role.group(1) + " LOGIN")
                  + " first)");
        }
      }
    }
    return out;
  }

  private static String password(String psql, String role) {
    return psql + " -d postgres -c " + ShellWords.quote("\\password " + role);
  }
}
