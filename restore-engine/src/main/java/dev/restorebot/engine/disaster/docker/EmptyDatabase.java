package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.sandbox.server.Sql;
import dev.restorebot.engine.task.Cancellation;

/**
 * Tells a running server whose database is missing or has no table: it was probably created again
 * on an empty volume, and what the one before it had is worth more.
 */
final class EmptyDatabase {
  private static final String TABLES =
      "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE relkind IN ('r', 'p') AND nspname NOT LIKE 'pg\\_%'"
          + " AND nspname <> 'information_schema'";

  private EmptyDatabase() {}

  static boolean on(DockerAccess docker, Target target) throws ProblemException {
    return in(new ProductionPsql(docker, target.server().container()), target.database());
  }

  /** The same for a server that is asked like that. */
  static boolean in(ProductionPsql psql, String database) throws ProblemException {
    String there = "SELECT count(*) FROM pg_database WHERE datname = " + Sql.literal(database);
    return none(psql, "postgres", there) || none(psql, database, TABLES);
  }

  private static boolean none(ProductionPsql psql, String database, String count)
      throws ProblemException {
    return psql.rows(database, count, Cancellation.none()).get(0).get(0).equals("0");
  }
}
