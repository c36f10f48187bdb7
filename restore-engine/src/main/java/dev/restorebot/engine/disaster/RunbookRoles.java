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
 * @param known the statements that create the roles of a server that runs now, in case that it does
 *     not run when the runbook is used; without passwords
 */
record RunbookRoles(DisasterPlan plan, String psql, List<String> known) {
  private static final Pattern CREATE = Pattern.compile("CREATE ROLE (.+?)( NOLOGIN)?;");

  /** Saves them, before the new server is made. */
  List<String> save() {
    Target target = plan.target();
    return target.outage().isPresent()
        ? List.of()
        : List.of(
            "(umask 077; docker exec "
                + ShellWords.quote(target.server().container())
                + " pg_dumpall --roles-only -U "
                + ShellWords.quote(target.cluster().superuser())
                + " >roles.sql) || echo 'The server does not answer: "
                + (known.isEmpty()
                    ? "make the roles by hand, or print a new runbook (restore-bot disaster plan"
                        + " FILE --as-runbook)"
                    : "its roles are created without passwords below")
                + "' >&2");
  }

  /** Creates them in the new server. */
  List<String> create() {
    String list = statement("SELECT rolname FROM pg_roles WHERE rolcanlogin");
    List<String> out = new ArrayList<>();
    if (plan.target().outage().isPresent()) {
      out.addAll(withoutPasswords(plan.target().outage().get().roles()));
    } else if (known.isEmpty()) {
      out.add(psql + " -d postgres <roles.sql   # 'already exists' is fine");
    } else {
      out.add("if [ -s roles.sql ]; then");
      out.add(psql + " -d postgres <roles.sql   # 'already exists' is fine");
      out.add("else");
      out.addAll(withoutPasswords(known));
      out.add("fi");
    }
    out.add("#    must list the roles of the application");
    out.add(list);
    return out;
  }

  private List<String> withoutPasswords(List<String> roles) {
    List<String> out = new ArrayList<>();
    if (!roles.isEmpty()) {
      out.add(psql + " -d postgres <<'END'   # 'already exists' is fine");
      out.addAll(roles);
      out.add("END");
    }
    out.add(
        "#    No password is in this file. At a terminal, type that of each role that logs in:");
    String superuser = plan.target().cluster().superuser();
    out.add(password(Sql.identifier(superuser)));
    for (String statement : roles) {
      Matcher role = CREATE.matcher(statement);
      if (!role.matches() || role.group(1).replace("\"", "").equals(superuser)) {
        continue;
      }
      String name = role.group(1);
      if (role.group(2) != null) {
        out.add("#    if it logs in: " + statement("ALTER ROLE " + name + " LOGIN"));
        out.add("#      " + password(name));
      } else if (roles.stream().anyMatch(each -> logsIn(each, name))) {
        out.add(password(name));
      }
    }
    return out;
  }

  private static boolean logsIn(String statement, String role) {
    return statement.startsWith("ALTER ROLE " + role + " WITH ") && statement.contains(" LOGIN");
  }

  private String statement(String sql) {
    return psql + " -d postgres -c " + ShellWords.quote(sql);
  }

  private String password(String role) {
    return statement("\\password " + role).replaceFirst("docker exec -i ", "docker exec -it ");
  }
}
