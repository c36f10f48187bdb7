package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassedTestsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final JobStore store = JdbcJobStore.inMemory();
  private final PassedTests tests = new PassedTests(store);
  private int jobs;

  @AfterEach
  void close() {
    store.close();
  }

  private void run(String sha256, Outcome outcome) {
    run(sha256, outcome, Optional.empty(), 0);
  }

  private void run(String sha256, Outcome outcome, Optional<String> database, int megabytes) {
    String id = "job" + jobs++;
    Instant at = NOON.plus(Duration.ofMinutes(jobs));
    Report report =
        new Report(
            outcome,
            new Report.BackupFacts(
                id,
                Optional.of(sha256),
                Optional.of(megabytes * 1_000_000L),
                Optional.empty(),
                Optional.empty(),
                database,
                Optional.empty(),
                Optional.empty()),
            Optional.empty(),
            Map.of("total", 60_000L),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(),
            Optional.empty(),
            List.of());
    Optional<Problem> why =
        outcome == Outcome.FAILED
            ? Optional.of(new Problem(ProblemCode.RESTORE_ERROR, "3 rows are lost.", "Look."))
            : Optional.empty();
    var unused =
        store.insert(
            Job.queued(id, id, "/" + id, Actor.BOT, "o", at)
                .withOutcome(outcome, why, Optional.of(ReportJson.write(report))),
            new JobEvent(id, at, "QUEUED", Actor.BOT, ""));
  }

  @Test
  void theNewestVerdictOfTheSameBytesCounts() {
    run("a", Outcome.PASSED);
    run("a", Outcome.FAILED);
    run("a", Outcome.COULD_NOT_VERIFY);
    run("b", Outcome.PASSED);

    assertThat(tests.failed("a").orElseThrow().words()).isEqualTo("3 rows are lost.");
    assertThat(tests.newest("a")).isPresent();
    assertThat(tests.failed("b")).isEmpty();
    assertThat(tests.failed("c")).isEmpty();
  }

  @Test
  void aLaterTestThatPassedClearsAFailedOne() {
    run("a", Outcome.FAILED);
    run("a", Outcome.PASSED);

    assertThat(tests.failed("a")).isEmpty();
  }

  @Test
  void aBackupThatWasNotTestedIsEstimatedFromTheNewestOfItsDatabaseOrElseOfAny() {
    assertThat(tests.estimate(1_000_000, Optional.of("shop"))).isEmpty();
    run("a", Outcome.PASSED, Optional.of("shop"), 10);
    run("b", Outcome.PASSED, Optional.of("other"), 20);
    run("c", Outcome.FAILED, Optional.of("shop"), 1);

    assertThat(tests.estimate(30_000_000, Optional.of("shop")))
        .contains(new TestHistory.Estimate(Duration.ofMinutes(3), "job0"));
    assertThat(tests.estimate(1_000_000, Optional.of("shop")))
        .as("the server does not start faster")
        .contains(new TestHistory.Estimate(Duration.ofMinutes(1), "job0"));
    assertThat(tests.estimate(40_000_000, Optional.empty()))
        .contains(new TestHistory.Estimate(Duration.ofMinutes(2), "job1"));
  }
}
