package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlErrors;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every B-tree is in order, and has an entry for every row of its table (amcheck). */
final class BtreesCheck implements Check {
  static final String NAME = "btrees";
  private static final Logger log = LoggerFactory.getLogger(BtreesCheck.class);

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
    if (context.reader().sandbox().sharesServer()) {
      return new CheckResult(
          NAME,
          CheckStatus.SKIPPED,
          "amcheck needs a superuser, which restore-bot is not in this server",
          List.of());
    }
    List<List<String>> trees = SqlRows.rows(context.connection(), TREES);
    TreeWalk walk = new TreeWalk(context.reader());
    try (Amcheck amcheck = Amcheck.open(context.reader())) {
      walk.check(amcheck, trees);
    } catch (SQLException e) {
      log.warn("amcheck cannot be used (SQLSTATE {})", e.getSQLState());
      return CheckResult.unknown(
          NAME,
          "amcheck cannot be used here (" + SqlErrors.safe(e) + ")",
          "Use an image, or install the package, with PostgreSQL's contrib modules.");
    }
    return judged(trees.size(), walk.damaged(), walk.unknown());
  }

  private static CheckResult judged(int trees, List<String> damaged, List<String> unknown) {
    if (!damaged.isEmpty()) {
      return CheckResult.failed(
          NAME,
          Lists.of(damaged),
          "An index of the restored database is damaged: queries may miss rows or find wrong ones.",
          "A dump holds no index pages, so this sandbox's disk, memory or PostgreSQL wrote it"
              + " wrong. Test the backup again on another machine before you rely on either.");
    }
    return unknown.isEmpty()
        ? CheckResult.passed(NAME, trees + " B-trees are in order and complete")
        : CheckResult.unknown(
            NAME,
            Lists.of(unknown),
            "Raise `verify.statement-timeout` where it ran out. Where the server crashed, the index"
                + " may be damaged or memory short: test it again with more memory.");
  }
}
