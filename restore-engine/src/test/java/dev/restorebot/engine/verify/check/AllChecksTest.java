package dev.restorebot.engine.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.load.Entries;
import dev.restorebot.engine.load.LoadError;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.Catalog;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Findings;
import dev.restorebot.engine.verify.ObjectKind;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.RestoreErrorsCheck;
import dev.restorebot.engine.verify.TableRows;
import dev.restorebot.engine.verify.Verification;
import dev.restorebot.engine.verify.VerificationInput;
import dev.restorebot.engine.verify.VerifySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AllChecksTest {
  private static final LoadResult CLEAN =
      new LoadResult("pg_restore", 0, List.of(), 0, Map.of(), 2, Duration.ZERO);

  private static CheckContext context(
      List<TocEntry> toc, Map<ObjectKind, Set<String>> there, List<TableRows> tables) {
    return context(toc, there, tables, List.of(), CLEAN);
  }

  private static CheckContext context(
      List<TocEntry> toc,
      Map<ObjectKind, Set<String>> there,
      List<TableRows> tables,
      List<String> keyTables,
      LoadResult load) {
    Map<ObjectKind, Set<String>> all = new EnumMap<>(ObjectKind.class);
    for (ObjectKind kind : ObjectKind.values()) {
      all.put(kind, new TreeSet<>(there.getOrDefault(kind, Set.of())));
    }
    ArchiveHeader header =
        new ArchiveHeader(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    BackupArchive archive =
        new BackupArchive(
            Path.of("b.dump"),
            1,
            List.of(),
            ArchiveFormat.CUSTOM,
            header,
            toc,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            true);
    return new CheckContext(
        new VerificationInput(
            archive,
            load,
            new VerifySettings(keyTables, Optional.empty()),
            Optional.empty(),
            Instant.EPOCH),
        null,
        null,
        new Catalog(all),
        tables,
        new Findings(),
        new TreeSet<>(),
        Optional.empty(),
        ProgressListener.none(),
        Cancellation.none());
  }

  private static LoadResult errors(String... messages) {
    List<LoadError> errors =
        java.util.Arrays.stream(messages)
            .map(m -> new LoadError("TABLE public.t", m, "", Diagnosis.of(m)))
            .toList();
    return new LoadResult("pg_restore", 1, errors, errors.size(), Map.of(), 2, Duration.ZERO);
  }

  @Test
  void theSameObjectsPass() {
    CheckContext context =
        context(
            List.of(Entries.entry(1, "TABLE", "users"), Entries.entry(2, "INDEX", "ix")),
            Map.of(ObjectKind.TABLES, Set.of("public.users")),
            List.of());

    CheckResult tables = new StructureCheck(ObjectKind.TABLES).run(context);
    assertThat(tables.status()).isEqualTo(CheckStatus.PASSED);
    CheckResult indexes = new StructureCheck(ObjectKind.INDEXES).run(context);
    assertThat(indexes.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(indexes.detail()).contains("missing: public.ix");
    assertThat(indexes.problems().get(0).hint())
        .contains("No statement of the backup failed")
        .doesNotContain("restore errors");
  }

  @Test
  void quotedTypesOfArgumentsAreTheSameFunction() {
    CheckContext context =
        context(
            List.of(Entries.entry(1, "FUNCTION", "g(\"text\", \"Odd\".\"kind\")")),
            Map.of(ObjectKind.FUNCTIONS, Set.of("public.g(text, \"Odd\".kind)")),
            List.of());

    assertThat(new StructureCheck(ObjectKind.FUNCTIONS).run(context).status())
        .isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void typesInTheFunctionsOwnSchemaAreTheSameWithAndWithoutIt() {
    Set<String> restored = Set.of("public.f(public.mood[], app.kind, public.mood)");
    for (String tag : List.of("f(mood[], app.kind, mood)", "f(public.mood[], app.kind, mood)")) {
      assertThat(functions(tag, restored).status()).as(tag).isEqualTo(CheckStatus.PASSED);
    }
    assertThat(functions("f(mood[], kind, mood)", restored).status())
        .as("a type in another schema")
        .isEqualTo(CheckStatus.FAILED);
  }

  private static CheckResult functions(String tag, Set<String> restored) {
    return new StructureCheck(ObjectKind.FUNCTIONS)
        .run(
            context(
                List.of(Entries.entry(1, "FUNCTION", tag)),
                Map.of(ObjectKind.FUNCTIONS, restored),
                List.of()));
  }

  @Test
  void anObjectThatTheBackupDoesNotListFails() {
    CheckContext context =
        context(
            List.of(Entries.entry(1, "TABLE", "users")),
            Map.of(ObjectKind.TABLES, Set.of("public.users", "public.uzers")),
            List.of());

    CheckResult tables = new StructureCheck(ObjectKind.TABLES).run(context);
    assertThat(tables.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(tables.detail()).contains("not in the backup: public.uzers");
    assertThat(tables.problems().get(0).hint()).contains("image");
  }

  @Test
  void withoutATableOfContentsStructureIsSkippedAndNotPassed() {
    CheckContext context =
        context(List.of(), Map.of(ObjectKind.TABLES, Set.of("public.users")), List.of());

    assertThat(new StructureCheck(ObjectKind.TABLES).run(context).status())
        .isEqualTo(CheckStatus.SKIPPED);
  }

  @Test
  void fewerRowsThanTheBackupFail() {
    CheckContext context =
        context(
            List.of(Entries.rows(1, "users", 500, 2_000)),
            Map.of(),
            List.of(new TableRows("public", "users", 1_999)));

    assertThat(new RowCountsCheck().run(context).detail())
        .isEqualTo("public.users has 1,999 rows, the backup has 2,000");
  }

  @Test
  void anEmptyTableOfWhichTheBackupHoldsDataFails() {
    CheckContext context =
        context(
            List.of(Entries.data(1, "users", 5_000), Entries.data(2, "notes", 20)),
            Map.of(),
            List.of(new TableRows("public", "users", 0), new TableRows("public", "notes", 0)));

    CheckResult result = new RowCountsCheck().run(context);
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.detail()).contains("public.users is empty").doesNotContain("notes");
  }

  @Test
  void dataOfATableThatIsNotThereFail() {
    CheckContext context = context(List.of(Entries.data(1, "users", 5_000)), Map.of(), List.of());

    assertThat(new RowCountsCheck().run(context).detail()).contains("was not restored");
  }

  @Test
  void aBackupOfTheStructureAloneFails() {
    CheckContext context =
        context(
            List.of(Entries.entry(1, "TABLE", "users")),
            Map.of(),
            List.of(new TableRows("public", "users", 0)));

    assertThat(new RowCountsCheck().run(context).detail()).contains("no table data at all");
  }

  @Test
  void keyTablesMustBeThereAndHaveRowsUnlessOptional() {
    List<TableRows> tables =
        List.of(new TableRows("public", "users", 0), new TableRows("app", "orders", 3));

    assertThat(keyTables(tables, "users").status()).isEqualTo(CheckStatus.FAILED);
    assertThat(keyTables(tables, "users?").detail()).isEqualTo("users is empty");
    assertThat(keyTables(tables, "nowhere").detail()).isEqualTo("nowhere is missing");
    assertThat(keyTables(tables, "nowhere?").status()).isEqualTo(CheckStatus.SKIPPED);
    assertThat(keyTables(tables, "app.orders", "orders").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(keyTables(tables, "public.orders").status()).isEqualTo(CheckStatus.FAILED);
    assertThat(keyTables(tables).status()).isEqualTo(CheckStatus.SKIPPED);
  }

  private static CheckResult keyTables(List<TableRows> tables, String... names) {
    return new KeyTablesCheck().run(context(List.of(), Map.of(), tables, List.of(names), CLEAN));
  }

  @Test
  void aRestoreErrorFails() {
    CheckResult result = RestoreErrorsCheck.of(errors("ERROR:  relation \"t\" already exists"));

    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.detail()).startsWith("1 error: TABLE public.t: ");
    assertThat(verified(result).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aFullDiskIsNotTheBackupsFaultWhateverElseIsMissing() {
    CheckResult result =
        RestoreErrorsCheck.of(
            errors("ERROR:  x", "could not extend file: No space left on device"));

    assertThat(result.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(verified(result, CheckResult.failed("tables", "3 missing", List.of())).outcome())
        .isEqualTo(Outcome.COULD_NOT_VERIFY);
  }

  @Test
  void nothingButSkippedChecksIsNotPassed() {
    assertThat(verified(CheckResult.skipped("a", "why")).outcome())
        .isEqualTo(Outcome.COULD_NOT_VERIFY);
    assertThat(verified().outcome()).isEqualTo(Outcome.COULD_NOT_VERIFY);
    assertThat(verified(CheckResult.passed("a", ""), CheckResult.skipped("b", "why")).outcome())
        .isEqualTo(Outcome.PASSED);
    assertThat(
            verified(CheckResult.passed("a", ""), CheckResult.unknown("b", "", List.of()))
                .outcome())
        .isEqualTo(Outcome.COULD_NOT_VERIFY);
  }

  private static Verification verified(CheckResult... results) {
    return new Verification(List.of(results), List.of());
  }
}
