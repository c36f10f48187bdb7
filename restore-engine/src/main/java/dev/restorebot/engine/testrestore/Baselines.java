package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.verify.Baseline;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.check.SchemaDriftCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds earlier runs of the same database. */
final class Baselines {
  private static final Logger log = LoggerFactory.getLogger(Baselines.class);
  private static final int LOOKED_AT = 500;

  private final JobStore store;

  Baselines(JobStore store) {
    this.store = store;
  }

  /**
   * The last passed run of a database; one that looked at the schema comes before a newer one that
   * did not. Runs of newer backups are left out: an older backup may well hold less. So are runs
   * that had lost something themselves, or the loss would be told once and then be the measure.
   *
   * <p>Backups that do not say which database they are of are compared only with those whose names
   * differ in digits alone.
   *
   * @param createdAt when the backup was made that is compared
   */
  Optional<Baseline> of(DatabaseIdentity database, Optional<Instant> createdAt) {
    return found(database, createdAt)
        .filter(baseline -> baseline.schema().isPresent())
        .findFirst()
        .or(() -> found(database, createdAt).findFirst());
  }

  /**
   * Returns when each percent of the newest restore of a database was done, in milliseconds; empty
   * when none is known.
   *
   * @param runtime the kind of sandbox that it ran in
   * @param format the format of the backup; the work is divided in another way in each
   */
  List<Long> restoreTimeline(DatabaseIdentity database, String runtime, ArchiveFormat format) {
    return runs(database, any -> true)
        .map(Run::report)
        .filter(report -> report.backup().format().equals(Optional.of(format.label())))
        .filter(
            report -> report.sandbox().filter(used -> used.runtime().equals(runtime)).isPresent())
        .map(Report::restoreTimeline)
        .filter(timeline -> !timeline.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /**
   * Returns the runs of a database that have a report, the newest first.
   *
   * @param wanted tells by the job alone, before its report is read
   */
  private Stream<Run> runs(DatabaseIdentity database, Predicate<Job> wanted) {
    return store
        .recent(LOOKED_AT)
        .filter(wanted)
        .flatMap(job -> job.report().flatMap(Baselines::read).map(r -> new Run(job, r)).stream())
        .filter(run -> run.report().backup().database().equals(Optional.of(database.name())))
        .filter(run -> database.known() || database.namedAlike(run.job().backup()));
  }

  /** One that cannot be read is no reason to end a test. */
  private static Optional<Report> read(String json) {
    try {
      return Optional.of(ReportJson.read(json));
    } catch (RuntimeException e) {
      log.warn("a stored report cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }

  private Stream<Baseline> found(DatabaseIdentity database, Optional<Instant> createdAt) {
    return runs(database, job -> job.outcome().equals(Optional.of(Outcome.PASSED)))
        .filter(run -> !isNewer(run.report().backup().createdAt(), createdAt))
        .filter(run -> !run.lostSomething())
        .map(Run::baseline);
  }

  private static boolean isNewer(Optional<Instant> other, Optional<Instant> createdAt) {
    return other.isPresent() && createdAt.isPresent() && other.get().isAfter(createdAt.get());
  }

  private record Run(Job job, Report report) {
    boolean lostSomething() {
      return report.warnings().stream()
          .anyMatch(check -> check.name().equals(SchemaDriftCheck.NAME));
    }

    Baseline baseline() {
      return new Baseline(job.createdAt(), job.backup(), report.tables(), report.schema());
    }
  }
}
