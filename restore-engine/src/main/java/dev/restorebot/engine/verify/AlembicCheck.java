package dev.restorebot.engine.verify;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The schema is at the alembic revision that the application expects. */
final class AlembicCheck implements Check {
  static final String NAME = "alembic";
  private static final String TABLE = "alembic_version";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    Optional<String> expected = context.settings().alembicHead();
    Optional<TableRows> table =
        context.tables().stream().filter(t -> t.name().equals(TABLE)).findFirst();
    if (table.isEmpty()) {
      return expected
          .map(head -> failed("revision " + head + " expected, there is no " + TABLE + " table"))
          .orElseGet(() -> CheckResult.skipped(NAME, "this database has no " + TABLE + " table"));
    }
    Set<String> revisions = read(context, table.get());
    String found = revisions.isEmpty() ? "no revision" : String.join(", ", revisions);
    if (expected.isEmpty()) {
      return CheckResult.skipped(
          NAME, "at " + found + "; no expected revision is configured (verify.alembic-head)");
    }
    return revisions.equals(Set.of(expected.get()))
        ? CheckResult.passed(NAME, "at " + found + ", as expected")
        : failed("at " + found + ", expected " + expected.get());
  }

  private static Set<String> read(CheckContext context, TableRows table) throws SQLException {
    Set<String> revisions = new TreeSet<>();
    try (Statement statement = context.connection().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version_num FROM " + Identifiers.qualified(table.schema(), table.name()))) {
      while (rows.next()) {
        revisions.add(rows.getString(1));
      }
    }
    return revisions;
  }

  private static CheckResult failed(String detail) {
    return CheckResult.failed(
        NAME,
        detail,
        List.of(
            new Problem(
                ProblemCode.CHECK_FAILED,
                "The schema is not at the expected revision: " + detail + ".",
                "If the backup is simply older than the last migration, restore it and run"
                    + " `alembic upgrade head`; otherwise use another generation.")));
  }
}
