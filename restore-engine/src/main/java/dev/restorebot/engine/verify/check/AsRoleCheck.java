package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckSettings;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.ReadOnlyRole;
import dev.restorebot.engine.verify.SqlErrors;
import dev.restorebot.engine.verify.SqlRows;
import dev.restorebot.engine.verify.TableRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The application's role can read the key tables, or all tables where no key table exists, and row
 * security hides no row from it. Roles are created from the dump alone, so the role is a member of
 * no other role here.
 */
final class AsRoleCheck implements Check {
  static final String NAME = "as-role";

  /** The most tables that are read where there are no key tables, the largest first. */
  private static final int MOST = 500;

  private static final String REFUSED = "42501";

  /** Classes of errors that the expression of a policy can end with. */
  private static final Set<String> OF_POLICIES = Set.of("42", "22", "P0");

  /** Roles with SELECT on a table, other than its owner. */
  private static final String READERS =
      "SELECT DISTINCT r.rolname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a"
          + " JOIN pg_roles r ON r.oid = a.grantee WHERE a.privilege_type = 'SELECT'"
          + " AND a.grantee <> c.relowner AND c.oid = ";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public boolean needsRows() {
    return true;
  }

  @Override
  public boolean runsForeignCode() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    Optional<CheckSettings.AsRole> asked = context.ladder().asRole();
    if (asked.isEmpty()) {
      return CheckResult.skipped(NAME, "no role is configured (verify.as-role)");
    }
    String role = asked.get().role();
    if (!asked.get().privilegesRestored()) {
      return CheckResult.unknown(
          NAME,
          "owners and grants were not restored",
          "Set `restore.owner-and-privileges: true`, or remove `verify.as-role`.");
    }
    List<String> superuser =
        SqlRows.column(
            context.connection(), "SELECT rolsuper FROM pg_roles WHERE rolname = " + literal(role));
    if (superuser.isEmpty()) {
      return CheckResult.unknown(
          NAME,
          "the dump does not name the role " + role,
          "Correct the name in `verify.as-role`. If the role has its grants from a group role, name"
              + " that role. A dump made with --no-privileges has no grants.");
    }
    if (superuser.get(0).equals("t")) {
      return CheckResult.unknown(
          NAME,
          role + " is a superuser in the sandbox, because the dump runs statements as this role",
          "Set `verify.as-role` to the role that the application logs in as.");
    }
    boolean key = !keyTables(context).isEmpty();
    try (ReadOnlyRole member = context.reader().actingAs(role);
        Connection connection = member.connect()) {
      return new Reading(context, connection, role, key).result();
    }
  }

  private static List<TableRows> keyTables(CheckContext context) {
    return context.settings().keyTables().stream()
        .map(name -> name.endsWith("?") ? name.substring(0, name.length() - 1) : name)
        .flatMap(name -> context.named(name).stream())
        .distinct()
        .toList();
  }

  private static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** The reading of the tables as the role. */
  private static final class Reading {
    private final CheckContext context;
    private final Connection asRole;
    private final String role;
    private final boolean key;
    private final List<String> unreadable = new ArrayList<>();
    private final List<String> granted = new ArrayList<>();
    private final List<String> filtered = new ArrayList<>();
    private final List<String> unclear = new ArrayList<>();
    private final TreeSet<String> readers = new TreeSet<>();
    private int read;

    Reading(CheckContext context, Connection asRole, String role, boolean key) {
      this.context = context;
      this.asRole = asRole;
      this.role = role;
      this.key = key;
    }

    CheckResult result() throws SQLException {
      List<TableRows> tables = key ? keyTables(context) : most();
      for (TableRows table : tables) {
        context.cancellation().check();
        table(table);
      }
      return tables.isEmpty()
          ? CheckResult.skipped(NAME, "this database has no table")
          : judged(tables.size());
    }

    /** Partitions are read through their parents. */
    private List<TableRows> most() {
      return context.tables().stream()
          .filter(table -> table.partitioning() != TableRows.Kind.PARTITION)
          .sorted(Comparator.comparingLong(TableRows::rows).reversed())
          .limit(MOST)
          .toList();
    }

    private void table(TableRows table) throws SQLException {
      String name = Identifiers.qualified(table.schema(), table.name());
      String oid = oid(table);
      boolean secured = !active(oid).equals("f");
      String query =
          secured
              ? "SELECT count(*) FROM " + name
              : "SELECT count(*) FROM (SELECT FROM " + name + " LIMIT 1) AS one";
      String seen;
      try {
        seen = SqlRows.column(asRole, query).get(0);
      } catch (SQLException e) {
        broken(table, oid, secured, e);
        return;
      }
      read++;
      if (secured) {
        String all = SqlRows.column(context.connection(), query).get(0);
        if (!seen.equals(all) && !context.accepts(NAME, table.qualified())) {
          filtered.add(table.qualified() + " (" + seen + " of " + all + " rows)");
        }
      }
    }

    private String oid(TableRows table) throws SQLException {
      return SqlRows.column(
              context.connection(),
              "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                  + " WHERE n.nspname = "
                  + literal(table.schema())
                  + " AND c.relname = "
                  + literal(table.name()))
          .get(0);
    }

    private String active(String oid) throws SQLException {
      return SqlRows.column(asRole, "SELECT row_security_active(" + oid + "::oid)").get(0);
    }

    private void broken(TableRows table, String oid, boolean secured, SQLException e)
        throws SQLException {
      String state = String.valueOf(e.getSQLState());
      boolean refused = state.equals(REFUSED);
      // A policy may need a setting of the application's session.
      boolean policy = secured && OF_POLICIES.contains(state.substring(0, 2));
      if (!refused && !policy) {
        throw e;
      }
      if (context.accepts(NAME, table.qualified())) {
        return;
      }
      if (!refused) {
        unclear.add(table.qualified() + ": " + SqlErrors.safe(e));
        return;
      }
      List<String> others = SqlRows.column(context.connection(), READERS + oid);
      others = others.stream().filter(other -> !other.equals(role)).toList();
      readers.addAll(others);
      (others.isEmpty() ? unreadable : granted).add(table.qualified() + why(table, e));
    }

    /** The reason, where it is not the right on the table itself. */
    private static String why(TableRows table, SQLException e) {
      String message = SqlErrors.safe(e).replaceFirst("^ERROR: ", "");
      return message.endsWith("for table " + table.name()) ? "" : " (" + message + ")";
    }

    private CheckResult judged(int count) {
      if (!unreadable.isEmpty() && (key || read == 0)) {
        return CheckResult.failed(
            NAME,
            role + " cannot read " + Lists.of(unreadable),
            "The application's role has no right to read tables of the restored database.",
            "Compare with production: run `\\dp` for these tables there. If the role has the right"
                + " there, the backup lost the grant. If not, name the table in `verify.accept`.");
      }
      if (!granted.isEmpty() && (key || read == 0)) {
        return CheckResult.unknown(
            NAME,
            role + " cannot read " + Lists.of(granted) + "; these roles can: " + Lists.of(readers),
            "A backup does not contain memberships in roles. If "
                + role
                + " is a member of one of these roles, set `verify.as-role` to that role.");
      }
      List<String> found = new ArrayList<>();
      List<String> notRead = new ArrayList<>(unreadable);
      notRead.addAll(granted);
      add(found, "no right to read ", notRead);
      add(found, "row security hides rows of ", filtered);
      add(found, "policies could not be applied to ", unclear);
      if (found.isEmpty()) {
        String bound = count == MOST ? " (the largest; no other was tried)" : "";
        return CheckResult.passed(
            NAME, role + " can read " + Counts.of(read, key ? "key table" : "table") + bound);
      }
      return CheckResult.warning(
          NAME,
          role + ": " + String.join("; ", found),
          "The application's role does not see every row of the restored database.",
          "Compare with production: run the same count as this role there, and `\\d` for the"
              + " policies. If it is intended, name the tables in `verify.accept`.");
    }

    private static void add(List<String> found, String words, List<String> names) {
      if (!names.isEmpty()) {
        found.add(words + Lists.of(names));
      }
    }
  }
}
