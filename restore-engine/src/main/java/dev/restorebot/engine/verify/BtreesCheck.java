package dev.restorebot.engine.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every B-tree is in order, and has an entry for every row of its table (amcheck). */
final class BtreesCheck implements Check {
  static final String NAME = "btrees";
  private static final Logger log = LoggerFactory.getLogger(BtreesCheck.class);

  /** Class XX: corrupted data, a corrupted index, an internal error. */
  private static final String DAMAGE = "XX";

  private static final String TREES =
      "SELECT c.oid, n.nspname || '.' || c.relname FROM pg_index i"
          + " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.amname = 'btree'"
          + " AND c.relkind = 'i' AND c.relpersistence <> 't' AND i.indisvalid AND i.indisready"
          + " ORDER BY 2";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.DEEP;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    List<List<String>> trees = Ask.rows(context.connection(), TREES);
    List<String> damaged = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    try (Amcheck amcheck = Amcheck.open(context.reader())) {
      for (List<String> tree : trees) {
        check(amcheck, context.connection(), tree, damaged, unknown);
      }
    } catch (SQLException e) {
      log.warn("amcheck cannot be used", e);
      return CheckResult.unknown(
          NAME,
          "the sandbox's PostgreSQL has no amcheck (" + SqlErrors.safe(e) + ")",
          "Use an image, or install the package, with PostgreSQL's contrib modules.");
    }
    if (!damaged.isEmpty()) {
      return CheckResult.failed(
          NAME,
          Listing.of(damaged),
          "An index of the restored database is damaged: queries may miss rows or find wrong ones.",
          "A dump holds no index pages, so this sandbox's disk, memory or PostgreSQL wrote it"
              + " wrong. Test the backup again on another machine before you rely on either.");
    }
    return unknown.isEmpty()
        ? CheckResult.passed(NAME, trees.size() + " B-trees are in order and complete")
        : CheckResult.unknown(
            NAME, Listing.of(unknown), "Raise `verify.statement-timeout` and run it again.");
  }

  private static void check(
      Amcheck amcheck,
      Connection connection,
      List<String> tree,
      List<String> damaged,
      List<String> unknown) {
    try {
      amcheck.check(connection, tree.get(0));
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      log.warn("amcheck of {} ended with SQLSTATE {}", tree.get(1), state);
      (state.startsWith(DAMAGE) ? damaged : unknown).add(tree.get(1) + " (SQLSTATE " + state + ")");
    }
  }
}
