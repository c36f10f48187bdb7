package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks production's server with the programs in its own container. So no port of it has to be
 * published, and its password never leaves the container: the script takes it from the container's
 * own environment.
 */
final class ProductionPsql {
  private static final String SCRIPT =
      """
      echo $$
      value() { # NAME: the variable, or the content of the file that NAME_FILE names
        eval "v=\\${$1:-}; f=\\${$1_FILE:-}"
        if [ -z "$v" ] && [ -r "$f" ]; then v=$(cat "$f"); fi
        printf '%s' "$v"
      }
      PGUSER=${PGUSER:-$(value POSTGRES_USER)}
      PGUSER=${PGUSER:-postgres}
      PGPASSWORD=${PGPASSWORD:-$(value POSTGRES_PASSWORD)}
      PGOPTIONS='-c client_min_messages=error -c default_transaction_read_only=on'
      PGCONNECT_TIMEOUT=10
      export PGUSER PGPASSWORD PGOPTIONS PGCONNECT_TIMEOUT
      exec "$@"
      """;
  private static final String FIELD = "\u001f";

  private final DockerAccess docker;
  private final String container;

  ProductionPsql(DockerAccess docker, String container) {
    this.docker = docker;
    this.container = container;
  }

  /** The rows of a query, each a list of its values. */
  List<List<String>> rows(String database, String sql, Cancellation cancellation)
      throws ProblemException {
    List<String> lines =
        run(
            List.of(
                "psql",
                "--no-psqlrc",
                "--no-password",
                "--tuples-only",
                "--no-align",
                "--quiet",
                "--field-separator=" + FIELD,
                "--set=ON_ERROR_STOP=1",
                "--dbname=" + connection(database),
                "--command=" + sql),
            cancellation);
    return lines.stream().map(line -> List.of(line.split(FIELD, -1))).toList();
  }

  /** Returns what a PostgreSQL program prints. */
  List<String> run(List<String> command, Cancellation cancellation) throws ProblemException {
    List<String> lines = new ArrayList<>();
    int code = docker.run(container, SCRIPT, command, lines::add, cancellation);
    if (code != 0) {
      throw new Problem(
              ProblemCode.CONNECTION_LOST,
              "Production's database could not be queried: " + reason(lines),
              "Check its log: docker logs --tail 50 " + container)
          .exception();
    }
    return lines;
  }

  /** A name with {@code =} in it would be taken for a connection string. */
  private static String connection(String database) {
    return database.matches("[A-Za-z0-9_.-]+")
        ? database
        : "dbname='" + database.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static String reason(List<String> lines) {
    return lines.stream()
        .filter(
            line -> line.contains("ERROR:") || line.contains("FATAL:") || line.contains("rror:"))
        .findFirst()
        .or(() -> lines.stream().findFirst())
        .map(ServerMessage::masked)
        .orElse("no output");
  }
}
