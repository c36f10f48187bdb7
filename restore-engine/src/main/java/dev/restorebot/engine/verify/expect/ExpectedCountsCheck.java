package dev.restorebot.engine.verify.expect;

import dev.restorebot.engine.backup.VisibleText;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckSettings;
import dev.restorebot.engine.verify.SqlErrors;
import dev.restorebot.engine.verify.SqlRows;
import dev.restorebot.engine.verify.TableCounts;
import dev.restorebot.engine.verify.TableRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares the restored database with the counts that production had in the backup's snapshot: the
 * one check that shows rows which the backup never had.
 */
public final class ExpectedCountsCheck implements Check {
  static final String NAME = "expected-counts";

  /**
   * The longest time between a backup and counts of its snapshot: an archive holds the local time
   * of its machine, so two zones can be 26 hours apart.
   */
  private static final Duration APART = Duration.ofHours(36);

  private static final String BROKEN =
      "This says nothing about the backup. Replace the file by the one that `restore-bot expect`"
          + " wrote with this backup, or remove it to test without counts.";

  private static final String FOREIGN =
      "The backup and the file do not belong together. Check that the backup job dumps and counts"
          + " the same database. If the backup is right, replace the file by the one that"
          + " `restore-bot expect` wrote with it, or remove it to test without counts.";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean needsRows() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    if (context.ladder().expect() == CheckSettings.Expect.OFF) {
      return CheckResult.skipped(NAME, "switched off (verify.expect)");
    }
    Path file = ExpectedCounts.beside(context.archive().file());
    String shown = VisibleText.of(String.valueOf(file.getFileName()));
    Optional<byte[]> content;
    try {
      content = content(file);
    } catch (ExpectedCounts.UnusableException e) {
      return unusable(shown, e.getMessage(), BROKEN);
    } catch (IOException e) {
      return e.getCause() instanceof ProblemException remote
          ? CheckResult.unknown(
              NAME,
              "whether there are counts of production is not known",
              List.of(remote.problem()))
          : CheckResult.unknown(
              NAME,
              shown + " could not be read",
              "Make the file readable for restore-bot's user, then run the test again.");
    }
    if (content.isEmpty()) {
      return missing(context, "there is no " + shown + " beside the backup");
    }
    ExpectedCounts expected;
    try {
      expected = ExpectedCounts.read(content.get());
    } catch (ExpectedCounts.UnusableException e) {
      return unusable(shown, e.getMessage(), BROKEN);
    }
    if (expected.tables().isEmpty() && expected.queries().isEmpty()) {
      return missing(context, shown + " names no table and no query");
    }
    Optional<String> foreign = foreign(context, expected);
    return foreign.isPresent()
        ? unusable(shown, foreign.get(), FOREIGN)
        : compared(context, expected);
  }

  private static Optional<byte[]> content(Path file)
      throws IOException, ExpectedCounts.UnusableException {
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        throw new ExpectedCounts.UnusableException("is not a file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(ExpectedCounts.LONGEST + 1);
        if (content.length > ExpectedCounts.LONGEST) {
          throw new ExpectedCounts.UnusableException("is too large to be one");
        }
        return Optional.of(content);
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static CheckResult missing(CheckContext context, String detail) {
    return context.ladder().expect() == CheckSettings.Expect.REQUIRED
        ? CheckResult.unknown(
            NAME,
            detail + ", and `verify.expect` requires the counts of production",
            "Let the backup job write them with `restore-bot expect` (docs/backups.md), and copy"
                + " them together with the backup. For a backup that has none, set"
                + " `verify.expect: auto`.")
        : CheckResult.skipped(NAME, detail + " (`restore-bot expect` writes it)");
  }

  private static CheckResult unusable(String file, String why, String hint) {
    return CheckResult.unknown(NAME, file + " " + why, hint);
  }

  /** Returns why the counts are not of this backup, where its content says so. */
  private static Optional<String> foreign(CheckContext context, ExpectedCounts expected) {
    Optional<String> database = context.archive().header().database();
    String of = "is of the database " + VisibleText.of(expected.database()) + ", and the backup ";
    if (database.isPresent() && !database.get().equals(expected.database())) {
      return Optional.of(of + "of " + VisibleText.of(database.get()));
    }
    Set<List<String>> common = byName(context.tables()).keySet();
    boolean empty = common.isEmpty() || expected.tables().isEmpty();
    common.retainAll(byName(expected.tables()).keySet());
    if (database.isEmpty() && !empty && common.isEmpty()) {
      return Optional.of(of + "has none of its tables");
    }
    Optional<Instant> made =
        context
            .archive()
            .header()
            .createdAt()
            .filter(at -> Duration.between(at, expected.takenAt()).abs().compareTo(APART) > 0);
    return made.map(
        at -> "was made at " + time(expected.takenAt()) + ", and the backup at " + time(at));
  }

  private static CheckResult compared(CheckContext context, ExpectedCounts expected)
      throws SQLException {
    Set<List<String>> extensions = TableCounts.ofExtensions(context.connection());
    List<String> wrong =
        differences(
            expected.tables(),
            context.tables().stream()
                .filter(table -> !extensions.contains(List.of(table.schema(), table.name())))
                .toList(),
            table -> context.accepts("table", table.qualified()));
    List<String> broken = new ArrayList<>();
    for (ExpectedCounts.Query query : expected.queries()) {
      try {
        List<List<String>> rows = SqlRows.rows(context.connection(), query.sql());
        boolean same =
            rows.size() == 1 && rows.get(0).size() == 1 && query.gave(rows.get(0).get(0));
        if (!same && !context.accepts("query", query.name())) {
          wrong.add("the query " + VisibleText.of(query.name()) + " gives another value");
        }
      } catch (SQLException e) {
        broken.add("the query " + VisibleText.of(query.name()) + ": " + SqlErrors.safe(e));
      }
    }
    if (!wrong.isEmpty()) {
      return CheckResult.failed(
          NAME,
          Lists.of(wrong),
          "The restored database differs from what production had in the backup's snapshot, at "
              + time(expected.takenAt())
              + ".",
          "Do not rely on this backup: check which data the backup job leaves out. If the counts"
              + " were not taken in the backup's own snapshot, write both with `restore-bot expect"
              + " ... -- pg_dump --snapshot={snapshot} ...`. If a table is left out on purpose,"
              + " name it in `verify.accept`.");
    }
    if (!broken.isEmpty()) {
      return CheckResult.unknown(
          NAME,
          Lists.of(broken),
          "Run the query in the sandbox, then correct `--query` in the backup job. Its tables need"
              + " their schema where that is not public.");
    }
    return CheckResult.passed(NAME, equal(expected));
  }

  private static String equal(ExpectedCounts expected) {
    int queries = expected.queries().size();
    return Counts.of(TableRows.total(expected.tables()), "row")
        + " in "
        + Counts.of(TableRows.count(expected.tables()), "table")
        + (queries == 0
            ? ""
            : " and the "
                + (queries == 1 ? "value of 1 query" : "values of " + queries + " queries"))
        + " are those of production at "
        + time(expected.takenAt());
  }

  /**
   * Returns the differences between two lists of tables; those of a partitioned table only where
   * none of its partitions has one, because they are the same rows.
   *
   * @param accepted which tables may differ
   */
  static List<String> differences(
      List<TableRows> expected, List<TableRows> found, Predicate<TableRows> accepted) {
    Map<List<String>, TableRows> wanted = byName(expected);
    List<String> wrong = different(expected, found, TableRows::holdsRows, accepted);
    for (TableRows table : found) {
      if (table.holdsRows()
          && !wanted.containsKey(List.of(table.schema(), table.name()))
          && !accepted.test(table)) {
        wrong.add(table.qualified() + ": not in production, found " + rows(table.rows()));
      }
    }
    return wrong.isEmpty()
        ? different(expected, found, table -> !table.holdsRows(), accepted)
        : wrong;
  }

  private static List<String> different(
      List<TableRows> expected,
      List<TableRows> found,
      Predicate<TableRows> compared,
      Predicate<TableRows> accepted) {
    Map<List<String>, TableRows> present = byName(found);
    List<String> wrong = new ArrayList<>();
    for (TableRows table : expected) {
      TableRows there = present.get(List.of(table.schema(), table.name()));
      boolean same = there != null && there.rows() == table.rows();
      if (compared.test(table) && !same && !accepted.test(table)) {
        wrong.add(
            table.qualified()
                + ": expected "
                + rows(table.rows())
                + (there == null ? ", the table is missing" : ", found " + rows(there.rows())));
      }
    }
    return wrong;
  }

  private static Map<List<String>, TableRows> byName(List<TableRows> tables) {
    Map<List<String>, TableRows> all = new HashMap<>();
    tables.forEach(table -> all.put(List.of(table.schema(), table.name()), table));
    return all;
  }

  private static String rows(long number) {
    return Counts.of(number, "row");
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }
}
