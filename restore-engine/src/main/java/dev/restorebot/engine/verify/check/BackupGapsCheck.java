package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.SqlRows;
import dev.restorebot.engine.verify.TableRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The backup leaves out nothing that a whole one has: what its table of contents shows, and what
 * the restored rows refer to. A sequence without its value under a table with rows fails, since new
 * rows would be refused; the other gaps may be intended and are warnings.
 */
final class BackupGapsCheck implements Check {
  static final String NAME = "backup-gaps";

  private static final String ROW_SECURITY = "row-security";

  private static final Set<String> POST_DATA = Set.of("INDEX", "CONSTRAINT", "FK CONSTRAINT");

  /** Owned sequences, each with the table whose column owns it. */
  private static final String OWNERS =
      "SELECT sn.nspname, s.relname, n.nspname, c.relname FROM pg_depend d"
          + " JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'"
          + " JOIN pg_namespace sn ON sn.oid = s.relnamespace"
          + " JOIN pg_class c ON c.oid = d.refobjid JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass"
          + " AND d.deptype IN ('a', 'i')";

  private static final String POLICIES =
      "SELECT n.nspname || '.' || c.relname FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relrowsecurity"
          + RestoredGaps.OURS
          + " ORDER BY 1";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean needsRows() {
    return true;
  }

  /** Returns whether an archive has tables and neither key nor index. */
  static boolean hasNoPostData(BackupArchive archive) {
    Set<String> kinds = archive.entries().stream().map(TocEntry::kind).collect(Collectors.toSet());
    return kinds.contains("TABLE") && POST_DATA.stream().noneMatch(kinds::contains);
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    List<Gap> wrong = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    boolean hasData = has(context, "TABLE DATA");
    if (hasData || addsRows(context)) {
      tablesWithoutData(context, gaps);
    }
    if (hasData) {
      sequencesWithoutValue(context, wrong, gaps);
    }
    if (hasNoPostData(context.archive()) && !context.accepts("post-data", "post-data")) {
      gaps.add(
          new Gap(
              "no key, index or foreign key in the whole backup",
              List.of(),
              "The backup has tables, but no primary key, unique constraint, index or foreign key.",
              "If production has some, the backup job leaves them out: run pg_dump without"
                  + " `--section`. If it has none, list `post-data` in `verify.accept`."));
    }
    rowSecurity(context, gaps);
    RestoredGaps.add(context, gaps);
    return result(context, wrong, gaps);
  }

  /** A plain dump shows how it was made; an archive does not, so there it may always be so. */
  private static void rowSecurity(CheckContext context, List<Gap> gaps) throws SQLException {
    boolean plain = context.archive().format() == ArchiveFormat.PLAIN;
    boolean on = has(context, TocEntry.SETTING);
    boolean possible = on || (!plain && has(context, "TABLE DATA"));
    if (!possible) {
      return;
    }
    List<String> secured = SqlRows.column(context.connection(), POLICIES);
    if ((secured.isEmpty() && !on) || context.accepts(ROW_SECURITY, ROW_SECURITY)) {
      return;
    }
    List<String> open =
        secured.stream().filter(table -> !context.accepts(ROW_SECURITY, table)).toList();
    if (on && (secured.isEmpty() || !open.isEmpty())) {
      gaps.add(
          new Gap(
              "made with row security on; tables with policies",
              open,
              "The backup was made with pg_dump --enable-row-security: it has only the rows that"
                  + " its role was allowed to see.",
              "Run pg_dump without that option, as a role with BYPASSRLS. If it is intended, list"
                  + " `row-security` in `verify.accept`."));
    } else if (!open.isEmpty()) {
      gaps.add(
          new Gap(
              "row security may have left out rows of",
              open,
              "These tables have row security, and an archive does not show whether it was made"
                  + " with pg_dump --enable-row-security, which leaves out rows that its role may"
                  + " not see.",
              "If your backup job does not use that option, no row was left out: list"
                  + " `row-security` or these tables in `verify.accept`. To compare with"
                  + " production's counts, use `restore-bot expect`."));
    }
  }

  private static void tablesWithoutData(CheckContext context, List<Gap> gaps) {
    Set<String> structure = names(context, "TABLE");
    Set<String> data = names(context, "TABLE DATA");
    List<String> without =
        context.tables().stream()
            .filter(table -> table.holdsRows() && !(table.rows() > 0 && addsRows(context)))
            .map(TableRows::qualified)
            .filter(structure::contains)
            .filter(table -> !data.contains(table))
            .filter(table -> !context.accepts("table", table))
            .toList();
    if (!without.isEmpty()) {
      gaps.add(
          new Gap(
              "tables without their data",
              without,
              "The backup has the structure of these tables and not their rows: the backup job"
                  + " leaves them out (such as pg_dump --exclude-table-data).",
              "If that is intended, list them in `verify.accept`; otherwise change the backup"
                  + " job."));
    }
  }

  private static void sequencesWithoutValue(CheckContext context, List<Gap> wrong, List<Gap> gaps)
      throws SQLException {
    Set<String> without = names(context, "SEQUENCE");
    without.removeAll(names(context, "SEQUENCE SET"));
    without.removeIf(sequence -> context.accepts("sequence", sequence));
    if (without.isEmpty()) {
      return;
    }
    Map<String, Long> rows =
        context.tables().stream().collect(Collectors.toMap(TableRows::qualified, TableRows::rows));
    Set<String> ofEmptyTables = new TreeSet<>();
    for (List<String> row : SqlRows.rows(context.connection(), OWNERS)) {
      String sequence = Identifiers.shown(row.get(0), row.get(1));
      String table = Identifiers.shown(row.get(2), row.get(3));
      if (without.contains(sequence) && rows.getOrDefault(table, 0L) == 0) {
        ofEmptyTables.add(sequence);
      }
    }
    List<String> harmful = without.stream().filter(s -> !ofEmptyTables.contains(s)).toList();
    (harmful.isEmpty() ? gaps : wrong)
        .add(
            new Gap(
                "sequences without their value",
                harmful.isEmpty() ? List.copyOf(ofEmptyTables) : harmful,
                "The backup has these sequences and not their values: they start again at the"
                    + " beginning, so new rows may be refused as duplicates.",
                "Use a whole backup. If the values do not matter, list the sequences in"
                    + " `verify.accept`."));
  }

  private static CheckResult result(CheckContext context, List<Gap> wrong, List<Gap> gaps) {
    List<Gap> all = new ArrayList<>(wrong);
    all.addAll(gaps);
    if (all.isEmpty()) {
      return passed(context);
    }
    List<Problem> problems = new ArrayList<>();
    for (Gap gap : all) {
      problems.add(
          new Problem(
              wrong.contains(gap) ? ProblemCode.CHECK_FAILED : ProblemCode.CHECK_WARNING,
              gap.meaning() + " (" + NAME + ": " + gap.shown() + ")",
              gap.hint()));
    }
    return new CheckResult(
        NAME,
        wrong.isEmpty() ? CheckStatus.WARNING : CheckStatus.FAILED,
        all.stream().map(Gap::shown).collect(Collectors.joining("; ")),
        problems);
  }

  private static CheckResult passed(CheckContext context) {
    return context.archive().entries().isEmpty()
        ? CheckResult.skipped(NAME, "the backup has no table of contents")
        : CheckResult.passed(NAME, "every table has its data and every sequence its value");
  }

  /** Returns whether a statement that is no COPY of pg_dump may have brought rows. */
  private static boolean addsRows(CheckContext context) {
    return context.archive().sql().flatMap(sql -> sql.changes().adds()).isPresent();
  }

  private static boolean has(CheckContext context, String kind) {
    return context.archive().entries().stream().anyMatch(entry -> entry.kind().equals(kind));
  }

  private static Set<String> names(CheckContext context, String kind) {
    return context.archive().entries().stream()
        .filter(entry -> entry.kind().equals(kind))
        .map(entry -> Identifiers.shown(entry.schema(), entry.name()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
