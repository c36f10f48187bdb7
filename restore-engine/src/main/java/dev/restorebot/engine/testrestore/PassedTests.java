package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.util.Optional;

/** The test restores that passed, of those that are remembered. */
public final class PassedTests {
  private static final int REMEMBERED = 500;

  private final JobStore store;

  /** Looks into that store, which stays its owner's. */
  public PassedTests(JobStore store) {
    this.store = store;
  }

  /** The newest one of these very bytes. */
  public Optional<PassedTest> newest(String sha256) {
    return store.recent(REMEMBERED).stream()
        .filter(job -> job.outcome().equals(Optional.of(Outcome.PASSED)))
        .flatMap(
            job ->
                job.report().map(ReportJson::read).stream()
                    .filter(report -> report.backup().sha256().equals(Optional.of(sha256)))
                    .map(report -> passed(job, report)))
        .findFirst();
  }

  private static PassedTest passed(Job job, Report report) {
    return new PassedTest(
        job.createdAt(), Duration.ofMillis(report.timings().getOrDefault("total", 0L)));
  }
}
