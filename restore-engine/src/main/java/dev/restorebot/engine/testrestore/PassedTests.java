package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The verdicts of test restores, of those that are remembered. */
public final class PassedTests implements TestHistory {
  private static final int REMEMBERED = 500;

  private final JobStore store;

  /** Looks into that store, which stays its owner's. */
  public PassedTests(JobStore store) {
    this.store = store;
  }

  @Override
  public Optional<PassedTest> newest(String sha256) {
    return of(sha256)
        .filter(test -> test.report().outcome() == Outcome.PASSED)
        .map(test -> passed(test.job(), test.report()))
        .findFirst();
  }

  @Override
  public Optional<FailedTest> failed(String sha256) {
    return of(sha256)
        .filter(test -> test.report().outcome() != Outcome.COULD_NOT_VERIFY)
        .findFirst()
        .filter(test -> test.report().outcome() == Outcome.FAILED)
        .map(test -> new FailedTest(test.job().createdAt(), words(test)));
  }

  @Override
  public Optional<Estimate> estimate(long bytes, Optional<String> database) {
    return passedWithSize()
        .filter(test -> database.isPresent() && test.report().backup().database().equals(database))
        .findFirst()
        .or(() -> passedWithSize().findFirst())
        .map(test -> estimate(bytes, test));
  }

  @Override
  public Optional<TestedFile> named(String backup, long bytes) {
    return all()
        .filter(test -> test.report().outcome() != Outcome.COULD_NOT_VERIFY)
        .filter(test -> test.job().backup().equals(backup))
        .filter(test -> test.report().backup().sizeBytes().equals(Optional.of(bytes)))
        .filter(test -> test.report().backup().sha256().isPresent())
        .findFirst()
        .map(
            test ->
                new TestedFile(
                    test.report().backup().sha256().get(),
                    test.report().outcome() == Outcome.FAILED));
  }

  @Override
  public List<Tested> tested() {
    return store.tested();
  }

  private Stream<Test> passedWithSize() {
    return all()
        .filter(test -> test.report().outcome() == Outcome.PASSED)
        .filter(test -> test.report().backup().sizeBytes().orElse(0L) > 0);
  }

  private static Estimate estimate(long bytes, Test test) {
    double larger = (double) bytes / test.report().backup().sizeBytes().orElseThrow();
    Duration took = passed(test.job(), test.report()).took();
    // A smaller backup does not start its server faster.
    long millis = (long) (took.toMillis() * Math.max(1, larger));
    return new Estimate(Duration.ofMillis(millis), test.job().backup());
  }

  /** Returns the tests of these very bytes, the newest first. */
  private Stream<Test> of(String sha256) {
    return all().filter(test -> test.report().backup().sha256().equals(Optional.of(sha256)));
  }

  private Stream<Test> all() {
    return store
        .recent(REMEMBERED)
        .flatMap(job -> job.report().map(ReportJson::read).map(r -> new Test(job, r)).stream());
  }

  private static PassedTest passed(Job job, Report report) {
    return new PassedTest(
        job.createdAt(), Duration.ofMillis(report.timings().getOrDefault("total", 0L)));
  }

  private static String words(Test test) {
    return test.report().problems().stream()
        .filter(problem -> problem.blame() == Blame.BACKUP || problem.blame() == Blame.RESTORE)
        .map(Report.ProblemFacts::message)
        .findFirst()
        .or(() -> test.job().reason().map(Problem::message))
        .orElse("Its checks failed.");
  }

  private record Test(Job job, Report report) {}
}
