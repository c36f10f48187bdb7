package dev.restorebot.engine;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.report.Report;
import dev.restorebot.engine.report.ReportJson;
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
  public Optional<Passed> newest(String sha256) {
    return store.recent(REMEMBERED).stream()
        .filter(job -> job.outcome().equals(Optional.of(Outcome.PASSED)))
        .flatMap(
            job ->
                job.report().map(ReportJson::read).stream()
                    .filter(report -> report.backup().sha256().equals(Optional.of(sha256)))
                    .map(report -> passed(job, report)))
        .findFirst();
  }

  private static Passed passed(Job job, Report report) {
    return new Passed(
        job.createdAt(), Duration.ofMillis(report.timings().getOrDefault("total", 0L)));
  }
}
