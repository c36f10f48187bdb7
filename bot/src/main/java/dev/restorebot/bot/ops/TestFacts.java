package dev.restorebot.bot.ops;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.TableRows;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Collects the results of test restores, by database. Begins with the jobs of the state file, so
 * that nothing is forgotten over a restart. Thread-safe.
 */
public final class TestFacts implements JobListener {
  /** The database of a backup that could not be read. */
  static final String UNKNOWN = "unknown";

  private static final String CANCELLED = "CANCELLED";

  private final Map<String, Map<String, Long>> counts = new TreeMap<>();
  private final Map<String, Last> last = new TreeMap<>();
  private final Map<String, Instant> passed = new TreeMap<>();

  /** The newest finished test of a database. */
  record Last(Optional<Long> millis, Optional<Long> bytes, Optional<Long> rows) {}

  /**
   * Begins with those jobs.
   *
   * @param newestFirst as the store gives them
   */
  public TestFacts(Stream<Job> newestFirst) {
    newestFirst
        .filter(job -> job.state() == JobState.READY || job.state().ended())
        .forEach(job -> add(job, false));
  }

  @Override
  public void changed(Job job, JobEvent event) {
    boolean entered = event.what().equals(job.state().name());
    boolean result = job.state().ended() && job.state() != JobState.CLEANED_UP;
    if (entered && (result || job.state() == JobState.READY)) {
      add(job, true);
    }
  }

  private synchronized void add(Job job, boolean newest) {
    Optional<Report> report = job.report().map(ReportJson::read);
    String database = report.flatMap(r -> r.backup().database()).orElse(UNKNOWN);
    boolean cancelled = job.state() == JobState.CANCELLED;
    String outcome = cancelled ? CANCELLED : job.outcome().orElse(Outcome.COULD_NOT_VERIFY).name();
    counts.computeIfAbsent(database, any -> zeros()).merge(outcome, 1L, Long::sum);
    if (newest) {
      report.ifPresent(r -> last.put(database, last(r)));
    } else {
      report.ifPresent(r -> last.computeIfAbsent(database, any -> last(r)));
    }
    if (job.outcome().filter(said -> said == Outcome.PASSED).isPresent()) {
      passed.merge(database, job.createdAt(), (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  private static Map<String, Long> zeros() {
    Map<String, Long> zeros = new TreeMap<>(Map.of(CANCELLED, 0L));
    for (Outcome outcome : Outcome.values()) {
      zeros.put(outcome.name(), 0L);
    }
    return zeros;
  }

  private static Last last(Report report) {
    return new Last(
        Optional.ofNullable(report.timings().get("total")),
        report.backup().sizeBytes(),
        report.tables().isEmpty()
            ? Optional.empty()
            : Optional.of(TableRows.total(report.tables())));
  }

  synchronized void counts(BiConsumer<String, Map<String, Long>> each) {
    counts.forEach(each);
  }

  synchronized void last(BiConsumer<String, Last> each) {
    last.forEach(each);
  }

  /** Returns the time at which the newest test that passed was requested. */
  synchronized void passed(BiConsumer<String, Instant> each) {
    passed.forEach(each);
  }

  @Override
  public void progress(Job job, Progress progress) {}

  @Override
  public void milestone(Job job, Milestone milestone) {}
}
