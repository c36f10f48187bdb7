package dev.restorebot.engine.verify.expect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.Catalog;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckSettings;
import dev.restorebot.engine.verify.CheckSettings.Expect;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Findings;
import dev.restorebot.engine.verify.TableRows;
import dev.restorebot.engine.verify.VerificationInput;
import dev.restorebot.engine.verify.VerifySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no server; {@code ExpectCommandIT} compares real databases. */
class ExpectedCountsCheckTest {
  private static final Instant MADE = Instant.parse("2026-11-28T02:30:00Z");
  private static final TableRows USERS = new TableRows("public", "users", 5);
  private static final TableRows PAY = new TableRows("app", "pay", 7, TableRows.Kind.PARTITIONED);
  private static final TableRows PAY_2026 =
      new TableRows("app", "pay_2026", 7, TableRows.Kind.PARTITION);

  @TempDir private Path folder;

  private CheckResult run(Expect expect, Optional<String> database) throws Exception {
    ArchiveHeader header =
        new ArchiveHeader(
            Optional.empty(),
            database,
            Optional.empty(),
            Optional.empty(),
            database.map(any -> MADE),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    BackupArchive archive =
        new BackupArchive(
            folder.resolve("app.dump"),
            1,
            List.of(),
            ArchiveFormat.CUSTOM,
            header,
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            true);
    CheckSettings usual = CheckSettings.DEFAULT;
    CheckSettings settings =
        new CheckSettings(
            usual.level(),
            usual.statementTimeout(),
            usual.drift(),
            usual.minRows(),
            usual.alembic(),
            usual.times(),
            usual.queries(),
            usual.accepted(),
            expect,
            usual.asRole());
    return new ExpectedCountsCheck()
        .run(
            new CheckContext(
                new VerificationInput(
                    archive,
                    new LoadResult("pg_restore", 0, List.of(), 0, Map.of(), 1, Duration.ZERO),
                    new VerifySettings(List.of(), Optional.empty(), settings),
                    Optional.empty(),
                    MADE),
                null,
                null,
                new Catalog(Map.of()),
                List.of(USERS),
                new Findings(),
                new TreeSet<>(),
                Optional.empty(),
                ProgressListener.none(),
                Cancellation.none()));
  }

  private void counts(String text) throws IOException {
    Files.writeString(folder.resolve("app.dump.counts.json"), text);
  }

  private static String counts(String database, Instant at, TableRows... tables) {
    return new ExpectedCounts(database, "15.18", at, List.of(tables), List.of()).json();
  }

  @Test
  void withoutCountsItIsSkippedUnlessTheyAreRequired() throws Exception {
    CheckResult skipped = run(Expect.AUTO, Optional.empty());
    assertThat(skipped.status()).isEqualTo(CheckStatus.SKIPPED);
    assertThat(skipped.detail()).contains("no app.dump.counts.json", "restore-bot expect");

    CheckResult unknown = run(Expect.REQUIRED, Optional.empty());
    assertThat(unknown.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(unknown.problems().get(0).hint()).contains("verify.expect: auto");
  }

  @Test
  void countsOfNothingAreNoCounts() throws Exception {
    counts(counts("app", MADE));
    assertThat(run(Expect.AUTO, Optional.of("app")).status()).isEqualTo(CheckStatus.SKIPPED);
    assertThat(run(Expect.REQUIRED, Optional.of("app")).status())
        .isEqualTo(CheckStatus.COULD_NOT_VERIFY);
  }

  @Test
  void aFileThatCannotBeUsedNeverPassesAndNeverFails() throws Exception {
    Path file = folder.resolve("app.dump.counts.json");
    Files.createDirectory(file);
    isUnknown("is not a file");
    Files.delete(file);
    counts("{");
    isUnknown("complete JSON");
    counts(counts("app", MADE, USERS).replace("\"version\" : 1", "\"version\" : 9"));
    isUnknown("another version");
    counts(counts("other", MADE, USERS));
    isUnknown("is of the database other, and the backup of app");
    counts(counts("app", MADE.plus(Duration.ofDays(2)), USERS));
    isUnknown("was made at 2026-11-30 02:30:00 UTC, and the backup at 2026-11-28 02:30:00 UTC");
  }

  private void isUnknown(String because) throws Exception {
    for (Expect expect : List.of(Expect.AUTO, Expect.REQUIRED)) {
      CheckResult result = run(expect, Optional.of("app"));
      assertThat(result.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
      assertThat(result.detail()).contains(because);
      assertThat(result.problems().get(0).hint()).contains("remove");
    }
    assertThat(run(Expect.OFF, Optional.of("app")).status()).isEqualTo(CheckStatus.SKIPPED);
  }

  @Test
  void countsThatShareNoTableWithPlainSqlAreOfAnotherDatabase() throws Exception {
    counts(counts("other", MADE, PAY_2026));
    CheckResult result = run(Expect.AUTO, Optional.empty());
    assertThat(result.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(result.detail()).contains("other", "has none of its tables");
  }

  @Test
  void everyDifferenceNamesTheTableAndBothNumbers() {
    assertThat(differences(List.of(USERS, PAY, PAY_2026), List.of(USERS, PAY, PAY_2026))).isEmpty();
    assertThat(differences(List.of(USERS), List.of(new TableRows("public", "users", 4))))
        .containsExactly("public.users: expected 5 rows, found 4 rows");
    assertThat(differences(List.of(USERS), List.of(new TableRows("public", "users", 6))))
        .containsExactly("public.users: expected 5 rows, found 6 rows");
    assertThat(differences(List.of(USERS), List.of()))
        .containsExactly("public.users: expected 5 rows, the table is missing");
    assertThat(differences(List.of(), List.of(USERS)))
        .containsExactly("public.users: not in production, found 5 rows");
    assertThat(
            differences(
                List.of(new TableRows("a", "b.c", 1)), List.of(new TableRows("a.b", "c", 1))))
        .hasSize(2);
  }

  @Test
  void rowsMissingInAPartitionAreOneDifference() {
    List<TableRows> less =
        List.of(
            new TableRows("app", "pay", 6, TableRows.Kind.PARTITIONED),
            new TableRows("app", "pay_2026", 6, TableRows.Kind.PARTITION));
    assertThat(differences(List.of(PAY, PAY_2026), less))
        .containsExactly("app.pay_2026: expected 7 rows, found 6 rows");
    assertThat(differences(List.of(PAY, PAY_2026), List.of(less.get(0), PAY_2026)))
        .containsExactly("app.pay: expected 7 rows, found 6 rows");
  }

  @Test
  void acceptedTablesMayDiffer() {
    assertThat(
            ExpectedCountsCheck.differences(
                List.of(USERS, PAY_2026), List.of(), table -> table.name().equals("users")))
        .containsExactly("app.pay_2026: expected 7 rows, the table is missing");
  }

  private static List<String> differences(List<TableRows> expected, List<TableRows> found) {
    return ExpectedCountsCheck.differences(expected, found, table -> false);
  }
}
