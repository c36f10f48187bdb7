package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.disaster.ServerGlobals;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.sandbox.server.Sql;
import dev.restorebot.engine.task.Cancellation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what belongs to production's server and is not in a database's dump: its roles with their
 * passwords, and the settings, grants, comment and connection limit of the database. Held in memory
 * only, shown to nobody.
 */
final class ClusterGlobals {
  /** As pg_dumpall writes them: a list's value is not quoted again. */
  private static final String SETTINGS =
      """
      SELECT replace(format(
          CASE WHEN setrole = 0 THEN 'ALTER DATABASE %%1$I SET %%3$I TO %%4$s;'
            ELSE 'ALTER ROLE %%2$I IN DATABASE %%1$I SET %%3$I TO %%4$s;' END,
          d.datname, r.rolname, split_part(c, '=', 1),
          CASE WHEN split_part(c, '=', 1) IN ('search_path', 'temp_tablespaces',
              'local_preload_libraries', 'session_preload_libraries')
            THEN substr(c, strpos(c, '=') + 1)
            ELSE quote_literal(substr(c, strpos(c, '=') + 1)) END), E'\\n', ' ')
        FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
        LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(setconfig) c
        WHERE d.datname = %s
      """;

  /**
   * The database's own properties, which no dump of it holds without {@code --create}. Its owner's
   * privileges and those of PUBLIC are built in until somebody changes them; then all are listed.
   */
  private static final String PROPERTIES =
      """
      SELECT s FROM (
        SELECT 1 AS n, format('ALTER DATABASE %%I CONNECTION LIMIT %%s;', datname, datconnlimit) AS s
          FROM pg_database WHERE datname = %1$s AND datconnlimit >= 0
        UNION ALL
        SELECT 2, format('COMMENT ON DATABASE %%I IS ', datname) || 'E' || chr(39) || replace(replace(
            replace(t, chr(92), repeat(chr(92), 2)), chr(39), repeat(chr(39), 2)),
            chr(10), chr(92) || 'n') || chr(39) || ';'
          FROM (SELECT datname, shobj_description(oid, 'pg_database') AS t FROM pg_database
            WHERE datname = %1$s) c WHERE t IS NOT NULL
        UNION ALL
        SELECT 3, format('REVOKE ALL ON DATABASE %%I FROM PUBLIC, %%I;',
            datname, pg_get_userbyid(datdba))
          FROM pg_database WHERE datname = %1$s AND datacl IS NOT NULL
        UNION ALL
        SELECT 4, format('GRANT %%s ON DATABASE %%I TO %%s%%s;', a.privilege_type, datname,
            CASE WHEN a.grantee = 0 THEN 'PUBLIC'
              ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
            CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
          FROM pg_database, aclexplode(datacl) a WHERE datname = %1$s) p ORDER BY n, s
      """;

  /** Prints each of the server's own configuration files: its name, then its bytes in base64. */
  private static final String FILES =
      """
      cd "$1"
      for f in postgresql.conf postgresql.auto.conf pg_hba.conf pg_ident.conf; do
        if [ -f "$f" ]; then printf '%s ' "$f"; base64 <"$f" | tr -d '\\n'; echo; fi
      done
      """;

  private final String superuser;
  private final ServerGlobals globals;

  ClusterGlobals(String superuser, ServerGlobals globals) {
    this.superuser = superuser;
    this.globals = globals;
  }

  /** Asks production's running server. */
  static ClusterGlobals of(DockerAccess docker, Target target, Cancellation cancellation)
      throws ProblemException {
    return new ClusterGlobals(target.cluster().superuser(), ask(docker, target, cancellation));
  }

  /** Asks production's running server. */
  static ServerGlobals ask(DockerAccess docker, Target target, Cancellation cancellation)
      throws ProblemException {
    return ask(
        docker,
        target.server().container(),
        target.server().pgdata(),
        target.database(),
        cancellation);
  }

  /** Asks the server in that container. */
  static ServerGlobals ask(
      DockerAccess docker,
      String container,
      String pgdata,
      String database,
      Cancellation cancellation)
      throws ProblemException {
    ProductionPsql psql = new ProductionPsql(docker, container);
    List<String> roles =
        psql.run(List.of("pg_dumpall", "--roles-only", "--no-password"), cancellation);
    String sql = SETTINGS.formatted(Sql.literal(database)).replace('\n', ' ');
    List<String> settings = new ArrayList<>();
    psql.rows("postgres", sql, cancellation).forEach(row -> settings.add(row.get(0)));
    String properties = PROPERTIES.formatted(Sql.literal(database)).replace('\n', ' ');
    psql.rows("postgres", properties, cancellation).forEach(row -> settings.add(row.get(0)));
    Map<String, String> files = new HashMap<>();
    psql.run(List.of("sh", "-c", FILES, "sh", pgdata), cancellation).stream()
        .map(line -> line.split(" ", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> files.put(words[0], words[1]));
    return new ServerGlobals(roles, settings, files);
  }

  /** Makes the roles; they get their passwords too, also the one that we log in as. */
  void applyRoles(Sandbox server, Cancellation cancellation) throws ProblemException {
    apply(server, globals.roles(), cancellation);
  }

  void applySettings(Sandbox server, Cancellation cancellation) throws ProblemException {
    apply(server, globals.settings(), cancellation);
  }

  /** Writes the server's configuration files; they count from its next start. */
  void applyFiles(Sandbox server, String pgdata, Cancellation cancellation)
      throws ProblemException {
    for (Map.Entry<String, String> file : globals.files().entrySet()) {
      byte[] bytes = file.getValue().getBytes(StandardCharsets.US_ASCII);
      int code =
          server.run(
              new ToolCall(
                  List.of("sh", "-c", "base64 -d >\"$0\"", pgdata + "/" + file.getKey()),
                  Optional.of(new ByteArrayInputStream(bytes)),
                  line -> {}),
              cancellation);
      if (code != 0) {
        throw new Problem(
                ProblemCode.SANDBOX_FAILED,
                "The configuration file "
                    + file.getKey()
                    + " could not be written to the new volume.",
                "Nothing was swapped. Try again.")
            .exception();
      }
    }
  }

  private void apply(Sandbox server, List<String> sql, Cancellation cancellation)
      throws ProblemException {
    List<String> errors = new ArrayList<>();
    byte[] script = String.join("\n", sql).concat("\n").getBytes(StandardCharsets.UTF_8);
    int code =
        server.run(
            new ToolCall(
                List.of("psql", "--no-psqlrc", "--quiet", "--dbname=postgres"),
                Optional.of(new ByteArrayInputStream(script)),
                line -> {
                  // Other lines quote the statement, which may hold a password's hash.
                  if (line.contains("ERROR:") && !line.contains("already exists")) {
                    errors.add(ServerMessage.masked(line.replaceFirst(".*ERROR:\\s*", "")));
                  }
                }),
            cancellation);
    if (code != 0 || !errors.isEmpty()) {
      throw new Problem(
              ProblemCode.MISSING_ROLE,
              "Production's roles and settings could not be copied: "
                  + errors.stream().findFirst().orElse("psql ended with " + code),
              "Compare the roles by hand: docker exec DATABASE pg_dumpall --roles-only -U "
                  + superuser)
          .exception();
    }
  }

  @Override
  public String toString() {
    return globals.toString();
  }
}
