package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckSettings;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A row that was planted for this is there, unchanged. No value of it shows anywhere. */
final class CanaryCheck implements Check {
  static final String NAME = "canary";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean runsForeignCode() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) {
    Optional<CheckSettings.Canary> canary = context.ladder().queries().canary();
    if (canary.isEmpty()) {
      return CheckResult.skipped(NAME, "none is configured (verify.canary)");
    }
    List<List<String>> rows;
    try {
      rows = SqlRows.rows(context.connection(), canary.get().sql());
    } catch (SQLException e) {
      // The driver's message may quote the query or a value: the state alone says enough.
      return CheckResult.unknown(
          NAME,
          "its query failed with SQLSTATE " + e.getSQLState(),
          "Try the query of `verify.canary` by hand in the sandbox.");
    }
    boolean same =
        rows.size() == 1
            && rows.get(0).size() == 1
            && rows.get(0).get(0).equals(canary.get().value());
    return same
        ? CheckResult.passed(NAME, "the planted value is there")
        : CheckResult.failed(
            NAME,
            rows.isEmpty() ? "the planted row is missing" : "the planted value is different",
            "The canary value is missing or has changed.",
            "This may be another database or an older state. Compare the query of `verify.canary`"
                + " by hand; do not rely on this backup before you know why.");
  }
}
