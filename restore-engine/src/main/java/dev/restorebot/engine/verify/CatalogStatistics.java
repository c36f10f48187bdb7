package dev.restorebot.engine.verify;

import dev.restorebot.engine.sandbox.Sandbox;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the planner's statistics of the catalog of a database with many tables. A server that
 * restores has no autovacuum, and without statistics PostgreSQL takes the catalog for a small one:
 * it joins its tables by nested loops, so that the time grows with the square of their number.
 */
final class CatalogStatistics {
  private static final Logger log = LoggerFactory.getLogger(CatalogStatistics.class);

  /** A new database has 415; below this, gathering takes longer than it saves. */
  private static final long FEW_RELATIONS = 1_500;

  private static final List<String> CATALOGS =
      List.of(
          "pg_attrdef",
          "pg_attribute",
          "pg_class",
          "pg_constraint",
          "pg_depend",
          "pg_index",
          "pg_inherits",
          "pg_namespace",
          "pg_policy",
          "pg_proc",
          "pg_rewrite",
          "pg_sequence",
          "pg_trigger",
          "pg_type");

  private CatalogStatistics() {}

  /** Gathers them where that pays and is allowed. Without them a verification only takes longer. */
  static void gather(Sandbox sandbox) {
    if (sandbox.sharesServer()) {
      return; // the catalog belongs to another superuser
    }
    try (AdminSession admin = AdminSession.begin(sandbox)) {
      String relations = SqlRows.column(admin.connection(), "SELECT count(*) FROM pg_class").get(0);
      if (Long.parseLong(relations) < FEW_RELATIONS) {
        return;
      }
      // The backup may have set these for its database, and its code may hold locks.
      admin.execute(
          "SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '5s';"
              + " SET LOCAL vacuum_cost_delay = 0; SET LOCAL default_statistics_target = 100");
      for (String catalog : CATALOGS) {
        admin.execute("ANALYZE " + catalog);
      }
      admin.commit();
    } catch (SQLException e) {
      log.warn("no statistics of the catalog: {}", SqlErrors.safe(e));
    }
  }
}
