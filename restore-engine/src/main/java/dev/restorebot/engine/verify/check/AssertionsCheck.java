package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckSettings;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlErrors;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each configured query gives the value that is expected of it. */
final class AssertionsCheck implements Check {
  static final String NAME = "assertions";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public boolean runsForeignCode() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) {
    List<CheckSettings.Assertion> all = context.ladder().queries().assertions();
    if (all.isEmpty()) {
      return CheckResult.skipped(NAME, "none are configured (verify.assertions)");
    }
    List<String> wrong = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (CheckSettings.Assertion assertion : all) {
      try {
        Optional<String> found = one(SqlRows.rows(context.connection(), assertion.sql()));
        if (!assertion.expected().holds(found)) {
          wrong.add(assertion.name() + " (expected " + assertion.expected() + ")");
        }
      } catch (SQLException e) {
        broken.add(assertion.name() + ": " + SqlErrors.safe(e));
      }
    }
    if (!wrong.isEmpty()) {
      return CheckResult.failed(
          NAME,
          "not true: " + Lists.of(wrong),
          "A condition that this database must always meet is not met.",
          "Run the query of `verify.assertions` in the sandbox to see its result.");
    }
    return broken.isEmpty()
        ? CheckResult.passed(NAME, all.size() + " hold")
        : CheckResult.unknown(
            NAME, Lists.of(broken), "Try the query of `verify.assertions` in the sandbox.");
  }

  /** The value of a query that gives one; nothing for no row, no value or more than one. */
  private static Optional<String> one(List<List<String>> rows) {
    return rows.size() == 1 && rows.get(0).size() == 1 && !rows.get(0).get(0).isEmpty()
        ? Optional.of(rows.get(0).get(0))
        : Optional.empty();
  }
}
