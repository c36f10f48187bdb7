package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.verify.Verifier;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs queued jobs, so many at once, in the order in which they came. Thread-safe. */
public final class JobRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
  private static final String ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int ID_LENGTH = 6;

  private final JobStore store;
  private final JobJournal journal;
  private final SandboxProvider sandboxes;
  private final Supplier<Verifier> verifiers;
  private final Supplier<ArchiveReader> readers;
  private final Supplier<TestSettings> settings;
  private final int concurrent;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ExecutorService workers;
  private final Map<String, Cancellation> cancellations = new ConcurrentHashMap<>();
  private final Map<String, Actor> cancelledBy = new ConcurrentHashMap<>();
  private final Cancellation closing = new Cancellation();

  /**
   * A runner; the store and the provider stay their owners'. A job keeps the reader and the
   * settings that it began with; how many run at once stays as it is.
   */
  public JobRunner(
      JobStore store,
      JobJournal journal,
      SandboxProvider sandboxes,
      Supplier<ArchiveReader> readers,
      Supplier<Verifier> verifiers,
      Supplier<TestSettings> settings,
      InstantSource clock) {
    this.store = store;
    this.journal = journal;
    this.sandboxes = sandboxes;
    this.verifiers = verifiers;
    this.readers = readers;
    this.settings = settings;
    this.concurrent = settings.get().concurrent();
    this.clock = clock;
    this.workers = Executors.newFixedThreadPool(concurrent);
  }

  private TestRun.Tools tools() {
    return new TestRun.Tools(
        readers.get().forOneRestore(), sandboxes, verifiers.get(), new Baselines(store));
  }

  /** Queues a new job. */
  public Job submit(TestRequest request) {
    Job job =
        journal.open(
            Job.queued(
                newId(),
                request.backup(),
                request.file(),
                request.by(),
                request.origin(),
                request.database(),
                request.level(),
                clock.instant()));
    enqueue(job.id());
    return job;
  }

  /** Queues again what was queued when the last process ended. */
  public void resume() {
    store.open().filter(job -> job.state() == JobState.QUEUED).forEach(job -> enqueue(job.id()));
  }

  /** Returns the number of jobs that start before this one. */
  public int place(Job job) {
    long busy = store.open().filter(other -> other.state().running()).count();
    long before =
        store
            .open()
            .filter(other -> other.state() == JobState.QUEUED)
            .takeWhile(other -> !other.id().equals(job.id()))
            .count();
    return (int) Math.max(0, busy + before + 1 - concurrent);
  }

  /** Asks a job to stop. */
  public boolean cancel(String jobId, Actor by) {
    Optional<Job> found = store.find(jobId);
    if (found.isEmpty() || found.get().state().ended()) {
      return false;
    }
    Job job = found.get();
    if (job.state() == JobState.QUEUED
        && journal.move(job, JobState.CANCELLED, by, "before it started").isPresent()) {
      return true;
    }
    Cancellation running = cancellations.get(jobId);
    if (running == null || running.isCancelled()) {
      return false;
    }
    log.info("job {} was cancelled by {}", jobId, by.id());
    cancelledBy.put(jobId, by);
    running.cancel();
    return true;
  }

  private void enqueue(String jobId) {
    workers.execute(() -> run(jobId));
  }

  private void run(String jobId) {
    Optional<Job> job = store.find(jobId);
    if (closing.isCancelled() || job.isEmpty() || job.get().state() != JobState.QUEUED) {
      return;
    }
    Cancellation cancellation = new Cancellation();
    cancellations.put(jobId, cancellation);
    try {
      new TestRun(job.get(), tools(), journal, settings.get(), clock, cancellation, closing)
          .run(() -> cancelledBy.getOrDefault(jobId, Actor.BOT));
    } finally {
      cancellations.remove(jobId);
      cancelledBy.remove(jobId);
    }
  }

  private String newId() {
    return random
        .ints(ID_LENGTH, 0, ID_LETTERS.length())
        .mapToObj(i -> String.valueOf(ID_LETTERS.charAt(i)))
        .collect(Collectors.joining());
  }

  /** Cancels what runs and waits until it has cleaned up. What is queued stays queued. */
  @Override
  public void close() {
    closing.cancel();
    workers.shutdown();
    cancellations.values().forEach(Cancellation::cancel);
    try {
      if (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
        log.error("a job did not stop within a minute; the next start cleans up after it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
