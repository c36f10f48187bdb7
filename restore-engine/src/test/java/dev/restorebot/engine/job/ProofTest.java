package dev.restorebot.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.verify.ObjectKind;
import dev.restorebot.engine.verify.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static final String ROWS = "7 rows in 2 tables, counted exactly and equal to the backup";

  @Test
  void aPassProvesWhatItsChecksFoundAndNamesWhatTheyCannotShow() {
    List<String> passed = new ArrayList<>(List.of("restore-errors", "rows", "row-drift"));
    Arrays.stream(ObjectKind.values()).map(ObjectKind::label).forEach(passed::add);
    passed.addAll(List.of("key-tables", "canary", "text-encoding"));
    List<Report.CheckFacts> checks = checks("passed", passed);
    checks.addAll(checks("passed", List.of("after-restore a.sql", "after-restore b.sql")));
    checks.addAll(checks("warning", List.of("valid-indexes", "sequence-values")));
    checks.addAll(checks("skipped", List.of("alembic", "uploads")));

    assertThat(proof(Outcome.PASSED, "plain", checks))
        .isEqualTo(
            new Proof(
                "The whole file was read, it restores with no significant errors, the tables,"
                    + " indexes, constraints, sequences, views, functions and triggers of its table"
                    + " of contents exist and your 2 scripts ran without an error. "
                    + ROWS
                    + ".",
                "That the backup has everything that production has: it was compared only with"
                    + " itself, the last passed test and the settings of key-tables and canary. Not"
                    + " checked: whether policies, rules, types, grants and other kinds of objects"
                    + " exist; the encoding of text beyond a sample of each table; whether"
                    + " production has what the 2 warnings found; 2 skipped checks, each of which"
                    + " says why."));
  }

  @Test
  void aSkippedOrMissingCheckIsNeverClaimed() {
    List<Report.CheckFacts> checks = checks("passed", List.of("restore-errors", "rows"));
    checks.addAll(checks("skipped", List.of("tables", "text-encoding", "row-drift", "canary")));

    Proof proof = proof(Outcome.PASSED, "custom", checks);
    assertThat(proof.proves()).doesNotContain("object");
    assertThat(proof.doesNotProve())
        .contains("compared only with itself.", "an archive does not record", "4 skipped checks")
        .doesNotContain("encoding");
    assertThat(proof(Outcome.PASSED, "plain", checks("passed", List.of("rows"))))
        .isEqualTo(
            new Proof(
                "The whole file was read. " + ROWS + ".",
                "That the backup has everything that production has: it was compared only with"
                    + " itself."));
  }

  @Test
  void countsOfProductionProveThatEveryRowIsThere() {
    List<Report.CheckFacts> checks = checks("passed", List.of("rows", "row-drift"));
    checks.add(new Report.CheckFacts("expected-counts", "passed", "7 rows are production's"));

    assertThat(proof(Outcome.PASSED, "custom", checks))
        .isEqualTo(
            new Proof(
                "The whole file was read. 7 rows are production's.",
                "That the values are those of production: only the number of rows of each table and"
                    + " the values of queries were compared."));
    checks.set(2, new Report.CheckFacts("expected-counts", "skipped", "none"));
    assertThat(proof(Outcome.PASSED, "custom", checks).doesNotProve())
        .contains("everything that production has", "an archive does not record");
  }

  @Test
  void whatDidNotPassProvesOnlyThat() {
    List<Report.CheckFacts> failed = checks("passed", List.of("rows"));
    failed.addAll(checks("failed", List.of("tables", "canary")));
    assertThat(proof(Outcome.FAILED, "plain", failed))
        .isEqualTo(
            new Proof(
                "The backup, or what was restored from it, is wrong: tables, canary.",
                "Whether production is wrong as well."));
    List<Report.CheckFacts> unknown = checks("passed", List.of("rows"));
    unknown.addAll(checks("could-not-verify", List.of("btrees")));
    assertThat(proof(Outcome.COULD_NOT_VERIFY, "plain", unknown))
        .isEqualTo(
            new Proof(
                "Nothing about the backup as a whole.",
                "Whether it is good or bad; without a result: btrees."));
  }

  @Test
  void aPassInAnEmbeddedSandboxDoesNotProveThatTheUsualToolReadsTheFile() {
    Optional<Report.SandboxFacts> embedded =
        Optional.of(new Report.SandboxFacts("embedded", "", "", "", "", Optional.empty()));
    List<Report.CheckFacts> checks = checks("passed", List.of("rows"));
    assertThat(proof(Outcome.PASSED, "custom", embedded, checks).doesNotProve())
        .contains("Not checked: whether pg_restore of production's version reads the file");
    assertThat(proof(Outcome.PASSED, "plain", embedded, checks).doesNotProve())
        .contains("Not checked: whether psql of production's version reads the file");
  }

  @Test
  void rowsOfInsertsAreNotComparedWithTheBackup() {
    List<Report.CheckFacts> counted =
        List.of(new Report.CheckFacts("rows", "passed", "7 rows in 2 tables, counted exactly"));
    assertThat(proof(Outcome.PASSED, "plain", counted).doesNotProve())
        .contains(
            "Not checked: the number of rows in the backup, which is known only where pg_dump");
    assertThat(proof(Outcome.PASSED, "plain", checks("passed", List.of("rows"))).doesNotProve())
        .doesNotContain("number of rows");
    List<Report.CheckFacts> expected = new ArrayList<>(counted);
    expected.addAll(checks("passed", List.of("expected-counts")));
    assertThat(proof(Outcome.PASSED, "plain", expected).doesNotProve())
        .doesNotContain("where pg_dump");
  }

  @Test
  void aPassWithTheOwnLoaderDoesNotProveThatPsqlReadsTheFile() {
    List<Report.CheckFacts> checks = checks("passed", List.of("rows"));
    assertThat(
            proof(Outcome.PASSED, "plain", Optional.empty(), Optional.of("restore-bot"), checks)
                .doesNotProve())
        .contains(
            "Not checked: whether psql of production's version reads the file, since restore-bot"
                + " loaded it itself");
    assertThat(
            proof(Outcome.PASSED, "plain", Optional.empty(), Optional.of("psql"), checks)
                .doesNotProve())
        .doesNotContain("psql");
  }

  private static List<Report.CheckFacts> checks(String status, List<String> names) {
    List<Report.CheckFacts> checks = new ArrayList<>();
    names.forEach(
        name ->
            checks.add(new Report.CheckFacts(name, status, name.equals("rows") ? ROWS : "fine")));
    return checks;
  }

  private static Proof proof(Outcome outcome, String format, List<Report.CheckFacts> checks) {
    return proof(outcome, format, Optional.empty(), checks);
  }

  private static Proof proof(
      Outcome outcome,
      String format,
      Optional<Report.SandboxFacts> sandbox,
      List<Report.CheckFacts> checks) {
    return proof(outcome, format, sandbox, Optional.empty(), checks);
  }

  private static Proof proof(
      Outcome outcome,
      String format,
      Optional<Report.SandboxFacts> sandbox,
      Optional<String> loader,
      List<Report.CheckFacts> checks) {
    return new Report(
            outcome,
            new Report.BackupFacts(
                "/b/zenops.dump",
                Optional.of("ab".repeat(32)),
                Optional.empty(),
                Optional.of(format),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            sandbox,
            Map.of(),
            List.of(),
            checks,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(),
            loader,
            List.of())
        .proof();
  }
}
