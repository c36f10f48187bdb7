package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.audit.CanonicalHash;
import dev.restorebot.engine.sandbox.server.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The properties of a database that its replacement must have as well.
 *
 * @param owner its owner
 * @param connectionLimit the most connections; -1 for any number
 * @param template whether others may make databases of it
 * @param comment its comment; empty for none
 * @param grants who may do what with it
 * @param settings the settings that its sessions start with
 */
record DatabaseProperties(
    String owner,
    String connectionLimit,
    boolean template,
    String comment,
    List<Grant> grants,
    List<Setting> settings) {
  private static final String FACTS =
      "SELECT pg_get_userbyid(datdba), datconnlimit, datistemplate,"
          + " shobj_description(oid, 'pg_database') FROM pg_database WHERE oid = ?::oid";

  private static final String GRANTS =
      "SELECT CASE WHEN a.grantee = 0 THEN '' ELSE pg_get_userbyid(a.grantee) END,"
          + " a.privilege_type, a.is_grantable, pg_get_userbyid(a.grantor)"
          + " FROM pg_database d,"
          + " aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a WHERE d.oid = ?::oid";

  /** Of other roles, only those who may alter them may change settings. */
  private static final String SETTINGS =
      """
      SELECT coalesce(r.rolname, ''), split_part(c.text, '=', 1),
        substr(c.text, strpos(c.text, '=') + 1),
        (r.oid IS NULL OR me.rolsuper OR r.oid = me.oid
          OR (me.rolcreaterole AND NOT r.rolsuper AND %s))
        AND (me.rolsuper OR EXISTS (SELECT FROM pg_settings p
          WHERE lower(p.name) = lower(split_part(c.text, '=', 1)) AND p.context = 'user')
          OR %s)
      FROM pg_db_role_setting s
      CROSS JOIN unnest(s.setconfig) WITH ORDINALITY c (text, n)
      LEFT JOIN pg_roles r ON r.oid = s.setrole
      JOIN pg_roles me ON me.rolname = current_user
      WHERE s.setdatabase = ?::oid
      ORDER BY 1, c.n
      """;

  private static final int HAS_PARAMETER_PRIVILEGES = 15;
  private static final int HAS_ADMIN_OF_ROLES = 16;

  /** The parameters whose values are lists of quoted names (GUC_LIST_QUOTE in guc_tables.c). */
  private static final Set<String> LISTS =
      Set.of(
          "local_preload_libraries",
          "search_path",
          "session_preload_libraries",
          "shared_preload_libraries",
          "temp_tablespaces",
          "unix_socket_directories");

  DatabaseProperties {
    grants = List.copyOf(grants);
    settings = List.copyOf(settings);
  }

  /**
   * A grant on the database.
   *
   * @param grantee the role; empty for everybody
   * @param grantor the role that granted it
   */
  record Grant(String grantee, String privilege, boolean grantable, String grantor) {
    String statement(String database) {
      return "GRANT "
          + privilege
          + " ON DATABASE "
          + Sql.identifier(database)
          + " TO "
          + (grantee.isEmpty() ? "PUBLIC" : Sql.identifier(grantee))
          + (grantable ? " WITH GRANT OPTION" : "");
    }
  }

  /**
   * A setting of the database.
   *
   * @param role the role whose sessions have it; empty for all
   * @param value as PostgreSQL stores it
   * @param allowed whether the role that restores may make it
   */
  record Setting(String role, String name, String value, boolean allowed) {
    String statement(String database) {
      return statement(database, values());
    }

    private String statement(String database, String values) {
      String in =
          role.isEmpty()
              ? "ALTER DATABASE " + Sql.identifier(database)
              : "ALTER ROLE " + Sql.identifier(role) + " IN DATABASE " + Sql.identifier(database);
      return in + " SET " + Sql.identifier(name) + " TO " + values;
    }

    /** Without its value, which may be a secret. */
    private String shown(String database) {
      return statement(database, "…");
    }

    private String values() {
      if (!LISTS.contains(name.toLowerCase(Locale.ROOT))) {
        return Sql.literal(value);
      }
      List<String> names = names(value);
      return names.isEmpty()
          ? "''"
          : names.stream().map(Sql::literal).collect(Collectors.joining(", "));
    }

    /** Takes a list of names apart, as SplitIdentifierString does. */
    static List<String> names(String list) {
      List<String> names = new ArrayList<>();
      StringBuilder name = new StringBuilder();
      boolean quoted = false;
      boolean any = false;
      for (int i = 0; i < list.length(); i++) {
        char c = list.charAt(i);
        if (c == '"' && quoted && i + 1 < list.length() && list.charAt(i + 1) == '"') {
          name.append(c);
          i++;
        } else if (c == '"') {
          quoted = !quoted;
          any = true;
        } else if (c == ',' && !quoted) {
          names.add(name.toString());
          name.setLength(0);
          any = false;
        } else if (quoted || !Character.isWhitespace(c)) {
          name.append(c);
          any = true;
        }
      }
      if (any || !names.isEmpty()) {
        names.add(name.toString());
      }
      return names;
    }
  }

  /** Reads those of the database of that OID. */
  static DatabaseProperties read(Connection connection, String oid) throws SQLException {
    int major = connection.getMetaData().getDatabaseMajorVersion();
    List<String> facts = Rows.of(connection, FACTS, oid).get(0);
    String settings =
        SETTINGS.formatted(
            major >= HAS_ADMIN_OF_ROLES
                ? "pg_has_role(me.oid, r.oid, 'MEMBER WITH ADMIN OPTION')"
                : "true",
            major >= HAS_PARAMETER_PRIVILEGES
                ? "has_parameter_privilege(split_part(c.text, '=', 1), 'SET')"
                : "false");
    return new DatabaseProperties(
        facts.get(0),
        facts.get(1),
        facts.get(2).equals("t"),
        facts.get(3),
        Rows.of(connection, GRANTS, oid).stream()
            .map(row -> new Grant(row.get(0), row.get(1), row.get(2).equals("t"), row.get(3)))
            .toList(),
        Rows.of(connection, settings, oid).stream()
            .map(row -> new Setting(row.get(0), row.get(1), row.get(2), row.get(3).equals("t")))
            .toList());
  }

  /** Returns the statements that give them to that database; its owner it has already. */
  List<String> statements(String database) {
    String name = Sql.identifier(database);
    List<String> all = new ArrayList<>();
    all.add("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
    all.add("REVOKE ALL ON DATABASE " + name + " FROM " + Sql.identifier(owner));
    grants.forEach(grant -> all.add(grant.statement(database)));
    settings.stream().filter(Setting::allowed).forEach(s -> all.add(s.statement(database)));
    all.add("ALTER DATABASE " + name + " CONNECTION LIMIT " + connectionLimit);
    all.add("ALTER DATABASE " + name + " IS_TEMPLATE " + template);
    all.add(comment(database, comment));
    return List.copyOf(all);
  }

  static String comment(String database, String text) {
    return "COMMENT ON DATABASE "
        + Sql.identifier(database)
        + " IS "
        + (text.isEmpty() ? "NULL" : Sql.literal(text));
  }

  /** Gives them to that database, in the transaction of the caller. */
  void apply(Connection connection, String database) throws SQLException {
    for (String statement : statements(database)) {
      Rows.execute(connection, statement);
    }
  }

  /**
   * Returns what cannot be given to another database as it is, in sentences without values.
   *
   * @param database its name
   * @param oid its OID, which it keeps under another name
   */
  List<String> warnings(String database, String oid) {
    List<String> warnings = new ArrayList<>();
    for (Setting setting : settings) {
      if (!setting.allowed()) {
        warnings.add(
            "The setting "
                + setting.name()
                + " of "
                + (setting.role().isEmpty() ? "the database" : "the role " + setting.role())
                + " cannot be set by restore-bot's role, so the restored database does not have it."
                + " An administrator has to run after the swap: "
                + setting.shown(database)
                + " (its value: SELECT setconfig FROM pg_db_role_setting WHERE setdatabase = "
                + oid
                + ").");
      }
    }
    Optional<Grant> foreign =
        grants.stream().filter(grant -> !grant.grantor().equals(owner)).findFirst();
    foreign.ifPresent(
        grant ->
            warnings.add(
                "Grants on the database that "
                    + grant.grantor()
                    + " made will be grants of its owner "
                    + owner
                    + "."));
    return warnings;
  }

  /** Identifies them, so that a change after the approval is noticed. */
  String hash() {
    CanonicalHash hash =
        new CanonicalHash("restore-bot database properties 1")
            .add(owner)
            .add(connectionLimit)
            .add(String.valueOf(template))
            .add(comment);
    hash.add(grants.stream().map(Grant::toString).sorted().toList());
    hash.add(settings.stream().map(Setting::toString).toList());
    return hash.hex();
  }
}
