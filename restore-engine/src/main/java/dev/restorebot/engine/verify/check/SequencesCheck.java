package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The next value of each sequence lies beyond what its column holds already. */
final class SequencesCheck implements Check {
  static final String NAME = "sequence-values";

  /** Sequences that a column owns: serial and identity. */
  private static final String OWNED =
      "SELECT sn.nspname, s.relname, tn.nspname, t.relname, a.attname, q.seqincrement"
          + " FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'"
          + " JOIN pg_namespace sn ON sn.oid = s.relnamespace"
          + " JOIN pg_sequence q ON q.seqrelid = s.oid AND NOT q.seqcycle"
          + " JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace"
          + " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid"
          + " JOIN pg_type y ON y.oid = a.atttypid AND y.typcategory = 'N'"
          + " WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass"
          + " AND d.deptype IN ('a', 'i') AND sn.nspname !~ '^pg_' ORDER BY 1, 2";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    List<List<String>> owned = SqlRows.rows(context.connection(), OWNED);
    List<String> behind = new ArrayList<>();
    for (List<String> row : owned) {
      String sequence = Identifiers.qualified(row.get(0), row.get(1));
      String table = Identifiers.qualified(row.get(2), row.get(3));
      BigDecimal step = new BigDecimal(row.get(5));
      String utmost = (step.signum() > 0 ? "max(" : "min(") + Identifiers.quoted(row.get(4)) + ")";
      List<String> found =
          SqlRows.rows(
                  context.connection(),
                  "SELECT s.last_value, s.is_called, (SELECT "
                      + utmost
                      + " FROM "
                      + table
                      + ") FROM "
                      + sequence
                      + " s")
              .get(0);
      BigDecimal last = new BigDecimal(found.get(0));
      BigDecimal next = found.get(1).equals("t") ? last.add(step) : last;
      if (!found.get(2).isEmpty() && isBehind(next, new BigDecimal(found.get(2)), step.signum())) {
        behind.add(
            row.get(0)
                + "."
                + row.get(1)
                + " gives "
                + next
                + " next, "
                + row.get(3)
                + "."
                + row.get(4)
                + " is at "
                + found.get(2));
      }
    }
    if (owned.isEmpty()) {
      return CheckResult.skipped(NAME, "no column of this database owns a sequence");
    }
    return behind.isEmpty()
        ? CheckResult.passed(NAME, owned.size() + " sequences are beyond their columns' values")
        : CheckResult.failed(
            NAME,
            Lists.of(behind),
            "A sequence is behind its column: new rows will be refused as duplicates.",
            "After a restore run SELECT setval('SEQUENCE', (SELECT max(COLUMN) FROM TABLE)); and"
                + " see whether production has the same fault.");
  }

  private static boolean isBehind(BigDecimal next, BigDecimal utmost, int direction) {
    return next.subtract(utmost).signum() * direction <= 0;
  }
}
