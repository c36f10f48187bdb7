package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.TableRows;
import java.util.ArrayList;
import java.util.List;

/** The tables without which the application is nothing are there and have rows. */
final class KeyTablesCheck implements Check {
  static final String NAME = "key-tables";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean needsRows() {
    return true;
  }

  @Override
  public boolean runsForeignCode() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) {
    List<String> wanted = context.settings().keyTables();
    if (wanted.isEmpty()) {
      return CheckResult.skipped(NAME, "none are configured (verify.key-tables)");
    }
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (String entry : wanted) {
      boolean optional = entry.endsWith("?");
      String name = optional ? entry.substring(0, entry.length() - 1) : entry;
      List<TableRows> found = context.named(name);
      if (found.isEmpty()) {
        if (!optional) {
          bad.add(name + " is missing");
        }
      } else {
        found.forEach(
            t ->
                (t.rows() > 0 ? good : bad)
                    .add(name + (t.rows() > 0 ? " " + t.rows() : " is empty")));
      }
    }
    if (!bad.isEmpty()) {
      return failed(String.join(", ", bad));
    }
    return good.isEmpty()
        ? CheckResult.skipped(NAME, "none of " + String.join(", ", wanted) + " is in this database")
        : CheckResult.passed(NAME, String.join(", ", good));
  }

  private static CheckResult failed(String detail) {
    return CheckResult.failed(
        NAME,
        detail,
        List.of(
            new Problem(
                ProblemCode.CHECK_FAILED,
                "A key table is missing or empty: " + detail + ".",
                "Do not rely on this backup. If the table may be empty, take it out of"
                    + " `verify.key-tables`.")));
  }
}
