package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.archive.SqlSummary.RowChanges;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every row of the backup is there: exact counts, compared with the rows in the backup where they
 * could be counted (plain SQL), and with whether the backup holds data for the table at all. A
 * difference for which the file itself may be the reason is a warning: rows that other statements
 * than COPY remove, and any rows above those of the COPY.
 */
final class RowCountsCheck implements Check {
  static final String NAME = "rows";

  private static final int SHOWN = 10;

  /** An empty table's data are at most this long in an archive, compressed or not. */
  private static final long EMPTY_DATA_BYTES = 64;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean needsRows() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) {
    List<TocEntry> data =
        context.archive().entries().stream().filter(e -> e.kind().equals("TABLE DATA")).toList();
    boolean mayBeEmpty = context.ladder().accepted().emptyDatabase();
    RowChanges changes = context.archive().sql().map(SqlSummary::changes).orElse(RowChanges.NONE);
    boolean structureOnly =
        data.isEmpty() && !context.archive().entries().isEmpty() && changes.adds().isEmpty();
    if (!mayBeEmpty && structureOnly) {
      return empty(context, "the backup holds no table data at all: structure only");
    }
    Map<String, Long> counts =
        context.tables().stream().collect(Collectors.toMap(TableRows::qualified, TableRows::rows));
    List<String> wrong = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (TocEntry entry : data) {
      String table = Identifiers.shown(entry.schema(), entry.name());
      Long rows = counts.get(table);
      if (rows == null) {
        wrong.add(table + " has data in the backup and was not restored");
      } else if (entry.rows().isPresent() && entry.rows().getAsLong() != rows) {
        boolean isMissing = rows < entry.rows().getAsLong() && changes.removes().isEmpty();
        if (isMissing || !context.accepts("table", table)) {
          (isMissing ? wrong : changed).add(difference(table, rows, entry.rows().getAsLong()));
        }
      } else if (rows == 0 && entry.dataBytes().orElse(0) > EMPTY_DATA_BYTES) {
        wrong.add(
            table
                + " is empty, the backup holds "
                + entry.dataBytes().getAsLong()
                + " bytes for it");
      }
    }
    if (!wrong.isEmpty()) {
      return failed(context, wrong);
    }
    if (!mayBeEmpty && TableRows.total(context.tables()) == 0) {
      long tables = TableRows.count(context.tables());
      return empty(
          context,
          tables == 0
              ? "the restored database has no table"
              : tables == 1
                  ? "the only table of the restored database is empty"
                  : "all " + tables + " tables of the restored database are empty");
    }
    return changed.isEmpty()
        ? passed(context, data, changes)
        : changed(context, shown(changed), changes);
  }

  private static CheckResult empty(CheckContext context, String detail) {
    return failed(
        context,
        detail,
        "There is no row in this backup. (" + NAME + ": " + detail + ")",
        "Check that the backup job dumps the right database, with its data. If this database may be"
            + " empty, set `verify.allow-empty: true`.");
  }

  private static String difference(String table, long rows, long inBackup) {
    return table
        + " has "
        + Counts.of(rows, "row")
        + ", the backup has "
        + String.format(Locale.ROOT, "%,d", inBackup);
  }

  private static CheckResult passed(CheckContext context, List<TocEntry> data, RowChanges changes) {
    boolean compared =
        !data.isEmpty()
            && data.stream().allMatch(e -> e.rows().isPresent())
            && changes.equals(RowChanges.NONE)
            && context.accepted().isEmpty();
    return CheckResult.passed(
        NAME, counted(context) + (compared ? " and equal to the rows in the backup" : ""));
  }

  private static String counted(CheckContext context) {
    return Counts.of(TableRows.total(context.tables()), "row")
        + " in "
        + Counts.of(TableRows.count(context.tables()), "table")
        + ", counted exactly";
  }

  /** Other rows than those of the COPY, which is no fault that the counts alone can show. */
  private static CheckResult changed(CheckContext context, String changed, RowChanges changes) {
    String others =
        Stream.of(changes.adds(), changes.removes())
            .flatMap(Optional::stream)
            .distinct()
            .collect(Collectors.joining(", "));
    return CheckResult.warning(
        NAME,
        counted(context) + "; different from the backup's COPY: " + changed,
        others.isEmpty()
            ? "Tables have more rows than the backup's COPY. A trigger, a rule or a function that"
                + " the file calls may have added them."
            : "The rows of these tables cannot be compared with the backup: besides pg_dump's COPY,"
                + " it has other statements that change rows ("
                + others
                + ").",
        "pg_dump does not write such a file, so it was changed afterwards. If that is intended,"
            + " list the tables in `verify.accept`; otherwise use a backup as pg_dump wrote it.");
  }

  private static String shown(List<String> tables) {
    return tables.stream().limit(SHOWN).collect(Collectors.joining("; "))
        + (tables.size() > SHOWN ? "; and " + (tables.size() - SHOWN) + " more" : "");
  }

  private static CheckResult failed(CheckContext context, List<String> wrong) {
    String detail = shown(wrong);
    return failed(
        context,
        detail,
        "Rows are missing: " + detail + ".",
        (context.load().ignored().isEmpty()
                ? "The restore reported no error, so the backup itself is damaged"
                : "Read the ignored restore errors; if none is of these tables, the backup itself"
                    + " is damaged")
            + ": use another generation.");
  }

  private static CheckResult failed(
      CheckContext context, String detail, String message, String hint) {
    Problem problem = new Problem(ProblemCode.CHECK_FAILED, message, hint);
    return CheckResult.failed(
        NAME, detail, List.of(UndoneScript.orElse(context.archive(), problem)));
  }
}
