package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.sandbox.server.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the commands of a restore into a new database of a running server, for a person who has
 * psql and pg_restore. No secret is in them: the password is read where the bot reads it.
 */
final class DatabaseCommands {
  /** The grants of the old database, for the new one; psql runs each row. */
  private static final String GRANTS =
      """
      SELECT format('GRANT %%s ON DATABASE %%I TO %%s%%s', a.privilege_type, %2$s,
          CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
          CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE d.datname = %1$s \\gexec
      """;

  /** Its settings. The values of lists are stored as SQL writes them. */
  private static final String SETTINGS =
      """
      SELECT format('ALTER DATABASE %%I SET %%I TO %%s', %2$s, split_part(c, '=', 1),
          CASE WHEN split_part(c, '=', 1) NOT IN ('search_path', 'temp_tablespaces',
              'local_preload_libraries', 'session_preload_libraries')
            THEN quote_literal(substr(c, strpos(c, '=') + 1))
            WHEN substr(c, strpos(c, '=') + 1) IN ('', '""') THEN quote_literal('')
            ELSE substr(c, strpos(c, '=') + 1) END)
        FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase,
          unnest(s.setconfig) c
        WHERE d.datname = %1$s AND s.setrole = 0 \\gexec
      """;

  private static final String FACTS =
      """
      SELECT format('ALTER DATABASE %%I CONNECTION LIMIT %%s', %2$s, datconnlimit),
          format('COMMENT ON DATABASE %%I IS %%L', %2$s, shobj_description(oid, 'pg_database'))
        FROM pg_database WHERE datname = %1$s \\gexec
      """;

  private final DisasterPlan plan;
  private final ServerAddress address;
  private final String database;
  private final String restored;
  private final String old;
  private final String psql;

  DatabaseCommands(DisasterPlan plan) {
    this.plan = plan;
    this.address = plan.target().address().orElseThrow();
    this.database = plan.target().database();
    this.restored = plan.newVolume();
    this.old = plan.oldStorage();
    this.psql =
        ShellWords.command(
            "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address.maintenanceDatabase());
  }

  /** Tells the programs the server; they read it from the environment. */
  List<String> begin() {
    List<String> out = new ArrayList<>();
    out.add(
        "export PGHOST="
            + ShellWords.quote(address.host())
            + " PGPORT="
            + address.port()
            + " PGUSER="
            + ShellWords.quote(address.user())
            + " "
            + address.tls());
    address
        .passwordFile()
        .ifPresent(
            file -> out.add("PGPASSWORD=$(head -n 1 " + ShellWords.quote(file.toString()) + ")"));
    address.passwordVariable().ifPresent(name -> out.add("PGPASSWORD=\"$" + name + "\""));
    if (address.passwordFile().isPresent() || address.passwordVariable().isPresent()) {
      out.add("export PGPASSWORD");
    }
    address
        .tools()
        .ifPresent(
            path -> out.add("export PATH=" + ShellWords.quote(path.toString()) + ":\"$PATH\""));
    return out;
  }

  List<String> create() {
    return sql(
        List.of(
            InitdbArguments.createDatabase(plan.target(), restored) + ";",
            "REVOKE ALL ON DATABASE " + Sql.identifier(restored) + " FROM PUBLIC;"));
  }

  List<String> restore() {
    return List.of(
        "#    A backup in custom format:",
        "pg_restore --exit-on-error --no-password --no-tablespaces --no-subscriptions -d "
            + ShellWords.quote(restored)
            + " \"$BACKUP\"",
        "#    (a .sql.gz instead, made without --create: gunzip -c \"$BACKUP\" | psql -X -v"
            + " ON_ERROR_STOP=1 -d …)");
  }

  List<String> verify() {
    return List.of(
        "#    The tables and about how many rows they have",
        ShellWords.command(
            "psql",
            "-X",
            "-d",
            restored,
            "-c",
            "SET client_min_messages = error",
            "-c",
            "ANALYZE",
            "-c",
            "SELECT relnamespace::regnamespace, relname, reltuples::bigint FROM pg_class"
                + " WHERE relkind IN ('r', 'p')"
                + " AND relnamespace::regnamespace::text !~ '^pg_|^information_schema'"
                + " ORDER BY 1, 2"));
  }

  List<String> stop() {
    String others =
        " FROM pg_stat_activity WHERE datname IN ("
            + Sql.literal(database)
            + ", "
            + Sql.literal(restored)
            + ") AND pid <> pg_backend_pid()";
    List<String> closing = new ArrayList<>();
    if (plan.target().hasWayBack()) {
      closing.add("ALTER DATABASE " + Sql.identifier(database) + " ALLOW_CONNECTIONS false;");
    }
    closing.add("ALTER DATABASE " + Sql.identifier(restored) + " ALLOW_CONNECTIONS false;");
    List<String> out = new ArrayList<>(sql(closing));
    out.add(
        "until [ \"$("
            + ShellWords.command(
                "psql",
                "-X",
                "-A",
                "-t",
                "-d",
                address.maintenanceDatabase(),
                "-c",
                "SELECT count(pg_terminate_backend(pid))" + others)
            + ")\" = 0 ]; do sleep 1; done");
    return out;
  }

  List<String> swap() {
    if (!plan.target().hasWayBack()) {
      List<String> out =
          new ArrayList<>(
              sql(
                  List.of(
                      "BEGIN;",
                      rename(restored, database),
                      "ALTER DATABASE " + Sql.identifier(database) + " ALLOW_CONNECTIONS true;",
                      "COMMIT;")));
      out.add(
          "#    Then give it the grants (GRANT CONNECT ON DATABASE …) and settings that it had.");
      return out;
    }
    List<String> script = new ArrayList<>(List.of("BEGIN;"));
    script.add("REVOKE ALL ON DATABASE " + Sql.identifier(restored) + " FROM PUBLIC;");
    script.add(
        "REVOKE ALL ON DATABASE "
            + Sql.identifier(restored)
            + " FROM "
            + Sql.identifier(plan.target().cluster().owner())
            + ";");
    for (String copied : List.of(GRANTS, SETTINGS, FACTS)) {
      script.addAll(
          copied.formatted(Sql.literal(database), Sql.literal(restored)).lines().toList());
    }
    script.addAll(renamed(database, old, restored, database));
    script.add("COMMIT;");
    return sql(script);
  }

  /** The same way back. */
  List<String> back() {
    List<String> out = new ArrayList<>();
    List<String> script = new ArrayList<>(List.of("BEGIN;"));
    script.addAll(renamed(database, restored, old, database));
    script.add("COMMIT;");
    out.add("first let nobody in and end the connections to both databases, as before the swap");
    out.addAll(sql(script));
    return out;
  }

  private static List<String> renamed(String first, String to, String second, String then) {
    return List.of(
        rename(first, to),
        rename(second, then),
        "ALTER DATABASE " + Sql.identifier(to) + " ALLOW_CONNECTIONS true;",
        "ALTER DATABASE " + Sql.identifier(then) + " ALLOW_CONNECTIONS true;");
  }

  private static String rename(String from, String to) {
    return "ALTER DATABASE " + Sql.identifier(from) + " RENAME TO " + Sql.identifier(to) + ";";
  }

  private List<String> sql(List<String> script) {
    List<String> out = new ArrayList<>(List.of(psql + " <<'END'"));
    out.addAll(script);
    out.add("END");
    return out;
  }
}
