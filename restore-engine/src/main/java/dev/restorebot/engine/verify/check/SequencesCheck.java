package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.SqlRows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The next value of each sequence lies beyond what its column holds already. */
final class SequencesCheck implements Check {
  static final String NAME = "sequence-values";

  /**
   * Columns with the sequence that fills them: owned by the column (serial, identity) or used in
   * its default; and whether each of its values goes into the column as it is, where a unique key
   * of that column alone refuses the second. A partition's column is its parent's.
   */
  private static final String COLUMNS =
      "SELECT sn.nspname, s.relname, tn.nspname, t.relname, a.attname, q.seqincrement,"
          + " (a.attidentity IN ('a', 'd') OR EXISTS (SELECT 1 FROM pg_attrdef f"
          + " JOIN pg_depend o ON o.classid = 'pg_attrdef'::regclass AND o.objid = f.oid"
          + " AND o.refclassid = 'pg_class'::regclass AND o.refobjid = s.oid"
          + " WHERE f.adrelid = t.oid AND f.adnum = a.attnum AND pg_get_expr(f.adbin, t.oid)"
          + " ~ '^nextval\\([^()]+::regclass\\)$'))"
          + " AND EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid AND i.indisunique"
          + " AND i.indpred IS NULL AND i.indnatts = 1 AND i.indkey[0] = a.attnum) FROM ("
          + "SELECT objid AS seq, refobjid AS rel, refobjsubid AS col FROM pg_depend"
          + " WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass"
          + " AND deptype IN ('a', 'i') UNION"
          + " SELECT d.refobjid, f.adrelid, f.adnum FROM pg_depend d"
          + " JOIN pg_attrdef f ON f.oid = d.objid WHERE d.classid = 'pg_attrdef'::regclass"
          + " AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'n') u"
          + " JOIN pg_class s ON s.oid = u.seq AND s.relkind = 'S'"
          + " JOIN pg_namespace sn ON sn.oid = s.relnamespace"
          + " JOIN pg_sequence q ON q.seqrelid = s.oid AND NOT q.seqcycle"
          + " JOIN pg_class t ON t.oid = u.rel AND t.relkind IN ('r', 'p') AND NOT t.relispartition"
          + " JOIN pg_namespace tn ON tn.oid = t.relnamespace"
          + " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.col"
          + " JOIN pg_type y ON y.oid = a.atttypid AND y.typcategory = 'N'"
          + " WHERE sn.nspname !~ '^pg_' ORDER BY 1, 2, 3, 4";

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
    List<List<String>> columns = SqlRows.rows(context.connection(), COLUMNS);
    List<String> refused = new ArrayList<>();
    List<String> repeated = new ArrayList<>();
    Set<String> sequences = new TreeSet<>();
    for (List<String> row : columns) {
      String name = row.get(0) + "." + row.get(1);
      sequences.add(name);
      if (!context.accepts("sequence", name)) {
        List<String> behind = row.get(6).equals("t") ? refused : repeated;
        behind(context.connection(), row).ifPresent(where -> behind.add(name + where));
      }
    }
    if (columns.isEmpty()) {
      return CheckResult.skipped(NAME, "no column of this database is filled by a sequence");
    }
    if (refused.isEmpty() && repeated.isEmpty()) {
      return CheckResult.passed(
          NAME, Counts.of(sequences.size(), "sequence") + " checked: none is behind its column");
    }
    List<Problem> problems = new ArrayList<>();
    add(problems, "new rows will be refused as duplicates.", refused);
    add(problems, "it may give values that the column already has.", repeated);
    refused.addAll(repeated);
    return new CheckResult(NAME, CheckStatus.WARNING, Lists.of(refused), problems);
  }

  private static void add(List<Problem> problems, String consequence, List<String> behind) {
    if (!behind.isEmpty()) {
      problems.add(
          new Problem(
              ProblemCode.CHECK_WARNING,
              "A sequence is behind its column: "
                  + consequence
                  + " ("
                  + NAME
                  + ": "
                  + Lists.of(behind)
                  + ")",
              "The backup holds this value, so production probably has the same fault. Compare it,"
                  + " and run SELECT setval('SEQUENCE', (SELECT max(COLUMN) FROM TABLE)); there or"
                  + " after a restore."));
    }
  }

  /** Returns how far behind its column a sequence is; empty when it is not. */
  private static Optional<String> behind(Connection connection, List<String> row)
      throws SQLException {
    String column = Identifiers.quoted(row.get(4));
    String table = Identifiers.qualified(row.get(2), row.get(3));
    BigDecimal step = new BigDecimal(row.get(5));
    String utmost = (step.signum() > 0 ? "max(" : "min(") + column + ")";
    String greatest = SqlRows.column(connection, "SELECT " + utmost + " FROM " + table).get(0);
    if (!isNumber(greatest)) {
      // NaN and infinity are values of numeric and float columns, which no sequence gives.
      greatest =
          SqlRows.column(
                  connection,
                  "SELECT " + utmost + " FROM " + table + " WHERE " + column + "::text !~ '[IN]'")
              .get(0);
    }
    List<String> state =
        SqlRows.rows(
                connection,
                "SELECT last_value, is_called FROM "
                    + Identifiers.qualified(row.get(0), row.get(1)))
            .get(0);
    BigDecimal last = new BigDecimal(state.get(0));
    BigDecimal next = state.get(1).equals("t") ? last.add(step) : last;
    return !greatest.isEmpty() && isBehind(next, new BigDecimal(greatest), step.signum())
        ? Optional.of(
            " gives " + next + " next, " + row.get(3) + "." + row.get(4) + " is at " + greatest)
        : Optional.empty();
  }

  private static boolean isNumber(String value) {
    return !value.contains("N") && !value.contains("I");
  }

  private static boolean isBehind(BigDecimal next, BigDecimal utmost, int direction) {
    return next.subtract(utmost).signum() * direction <= 0;
  }
}
