package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Each table has as many rows as it must at least. */
final class RowMinimumCheck implements Check {
  static final String NAME = "row-minimum";

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
    Map<String, Long> wanted = new TreeMap<>(context.ladder().minRows());
    if (wanted.isEmpty()) {
      return CheckResult.skipped(NAME, "no minimum is configured (verify.min-rows)");
    }
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    wanted.forEach(
        (name, least) -> {
          List<TableRows> found = context.named(name);
          if (found.isEmpty()) {
            bad.add(name + " is missing");
          }
          found.forEach(
              t ->
                  (t.rows() >= least ? good : bad)
                      .add(name + " has " + t.rows() + ", at least " + least));
        });
    return bad.isEmpty()
        ? CheckResult.passed(NAME, Lists.of(good))
        : CheckResult.failed(
            NAME,
            Lists.of(bad),
            "A table has fewer rows than required.",
            "Use another generation of the backup, and check whether production has too few rows as"
                + " well.");
  }
}
