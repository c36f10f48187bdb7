package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Schema;
import dev.restorebot.engine.verify.SqlRows;
import dev.restorebot.engine.verify.TableRows;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Reads every row of every table and makes a fingerprint of each table that does not depend on the
 * order of its rows, for the report: two restores of one backup have the same ones.
 */
final class FingerprintsCheck implements Check {
  static final String NAME = "table-fingerprints";

  private static final List<String> FIXED =
      List.of(
          "SET IntervalStyle = 'postgres'",
          "SET bytea_output = 'hex'",
          "SET extra_float_digits = 3",
          "SET xmloption = 'content'");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.DEEP;
  }

  @Override
  public boolean needsRows() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    try (Statement statement = context.connection().createStatement()) {
      for (String setting : FIXED) {
        statement.execute(setting);
      }
    }
    List<TableRows> tables = context.tables().stream().filter(TableRows::holdsRows).toList();
    for (TableRows table : tables) {
      String sums = SqlRows.column(context.connection(), query(table)).get(0);
      context.findings().fingerprint(table.qualified(), Schema.sha256(sums));
    }
    return tables.isEmpty()
        ? CheckResult.skipped(NAME, "this database has no tables")
        : CheckResult.passed(
            NAME, "every row of " + tables.size() + " tables was read; see the report");
  }

  /** The sum of the rows' hashes: in whichever order, each row as often as it is there. */
  private static String query(TableRows table) {
    return "SELECT concat_ws(':', count(*), sum(('x' || left(h, 16))::bit(64)::bigint),"
        + " sum(('x' || right(h, 16))::bit(64)::bigint)) FROM (SELECT md5(restore_bot_row::text) h"
        + " FROM ONLY "
        + Identifiers.qualified(table.schema(), table.name())
        + " restore_bot_row) hashes";
  }
}
