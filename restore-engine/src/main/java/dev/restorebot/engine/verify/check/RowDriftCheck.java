package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Baseline;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** No table has lost more of its rows since the last test that passed than it may. */
final class RowDriftCheck implements Check {
  static final String NAME = "row-drift";

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
  public CheckResult run(CheckContext context) {
    if (context.restored().baseline().isEmpty()) {
      return CheckResult.skipped(NAME, "no earlier test of this database has passed");
    }
    Baseline before = context.restored().baseline().get();
    Map<String, Long> now =
        context.tables().stream().collect(Collectors.toMap(TableRows::qualified, TableRows::rows));
    int most = context.ladder().drift().maxDrop();
    List<String> dropped = new ArrayList<>();
    for (TableRows table : before.tables()) {
      if (table.partitioning() == TableRows.Kind.PARTITION && !now.containsKey(table.qualified())) {
        continue; // Retention dropped it; its parent tells whether too much is gone.
      }
      if (context.accepts("table", table.qualified())) {
        continue;
      }
      long rows = now.getOrDefault(table.qualified(), 0L);
      if ((double) (table.rows() - rows) * 100 > (double) table.rows() * most) {
        dropped.add(
            table.qualified()
                + " had "
                + Counts.of(table.rows(), "row")
                + (now.containsKey(table.qualified())
                    ? ", now " + String.format(Locale.ROOT, "%,d", rows)
                    : ", and is not in this backup"));
      }
    }
    if (!dropped.isEmpty()) {
      return CheckResult.failed(
          NAME,
          Lists.of(dropped) + " (last passed: " + before.shown() + ")",
          "A table lost more than " + most + " % of its rows since the last test that passed.",
          "Count these tables in production. If their rows are there, the backup job leaves them"
              + " out: run pg_dump without options such as `--exclude-table`. If they were deleted"
              + " on purpose, raise `verify.max-drop` for one test. Otherwise production lost data:"
              + " stop what deletes rows, and keep the older backups.");
    }
    long then = TableRows.total(before.tables());
    long today = TableRows.total(context.tables());
    return CheckResult.passed(
        NAME,
        "%+d rows since %s; no table lost more than %d %%"
            .formatted(today - then, before.shown(), most));
  }
}
