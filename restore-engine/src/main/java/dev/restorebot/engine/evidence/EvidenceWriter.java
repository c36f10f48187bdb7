package dev.restorebot.engine.evidence;

import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalEvents;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.task.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report of each finished job, on a thread of its own. No restore fails because a report
 * could not be written: that is logged and announced, and tried again at the next start.
 */
public final class EvidenceWriter implements JobListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EvidenceWriter.class);
  private static final int CAUGHT_UP = 1_000;

  private final Evidence evidence;
  private final JobStore store;
  private final RehearsalStore rehearsals;
  private final List<Subject.Fact> tools;
  private final EvidenceEvents events;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(run -> new Thread(run, "evidence"));

  /**
   * Writes what that store's jobs come to.
   *
   * @param tools versions of our own programs
   */
  public EvidenceWriter(
      Evidence evidence,
      JobStore store,
      RehearsalStore rehearsals,
      List<Subject.Fact> tools,
      EvidenceEvents events) {
    this.evidence = evidence;
    this.store = store;
    this.rehearsals = rehearsals;
    this.tools = List.copyOf(tools);
    this.events = events;
  }

  /** Writes what an earlier process finished and could not write any more. */
  public void catchUp() {
    worker.execute(
        () -> {
          try {
            evidence.noteForgotten();
          } catch (IOException | RuntimeException e) {
            log.error("could not compare the existing reports with the audit log", e);
          }
        });
    store
        .recent(CAUGHT_UP)
        .filter(job -> job.state() == JobState.READY || job.state().ended())
        .forEach(job -> again(job.id()));
    rehearsals.recent(Optional.empty(), CAUGHT_UP).forEach(this::once);
  }

  /** The queue of the writer's thread holds no report: there may be many, and large ones. */
  private void again(String id) {
    worker.execute(
        () -> {
          if (!evidence.has(id)) {
            store.find(id).ifPresent(this::once);
          }
        });
  }

  /** Returns what has the report of each rehearsal written that ended. */
  public RehearsalEvents rehearsals() {
    return new RehearsalEvents() {
      @Override
      public void changed(Rehearsal rehearsal) {
        once(rehearsal);
      }

      @Override
      public void progress(Rehearsal rehearsal, Progress progress) {}
    };
  }

  /** One without a thread was run from the command line, which writes no reports. */
  private void once(Rehearsal rehearsal) {
    if (rehearsal.outcome().isPresent() && !rehearsal.asked().origin().isEmpty()) {
      write(
          rehearsal.asked().origin(),
          rehearsal.id(),
          () -> RehearsalSubject.of(rehearsal, tools),
          () -> !evidence.has(rehearsal.id()));
    }
  }

  @Override
  public void changed(Job job, JobEvent event) {
    // READY is told by its milestone, so that the thread has the result before the evidence.
    if (job.state().ended() && event.what().equals(job.state().name())) {
      once(job);
    }
  }

  @Override
  public void progress(Job job, Progress progress) {}

  @Override
  public void milestone(Job job, Milestone milestone) {
    if (milestone instanceof Milestone.Verified) {
      once(job);
    }
  }

  private void once(Job job) {
    write(
        job.origin(),
        job.id(),
        () -> TestSubject.of(job, store.history(job.id()), tools),
        () -> !evidence.has(job.id()));
  }

  /**
   * Writes a further revision soon, or the first one: a disaster restore in a new state, a drill
   * that was signed off.
   *
   * @param origin the thread that is notified
   * @param subject made on the writer's thread
   */
  public void write(String origin, String id, Supplier<Subject> subject) {
    write(origin, id, subject, () -> true);
  }

  /**
   * Writes the report of a drill that was signed off, as a further revision of the one of what it
   * ran. May be called again for the same drill: it is written once.
   */
  public void drill(Drill drill) {
    Optional<String> id = drill.run().flatMap(Drill.Run::job);
    Optional<Supplier<Subject>> ran = id.flatMap(run -> subject(drill.kind(), run));
    if (ran.isEmpty()) {
      log.warn("no report for drill {}: its {} is unknown", drill.id(), drill.kind().noun());
      return;
    }
    write(
        drill.origin(),
        id.get(),
        () -> DrillSubject.of(drill, ran.get().get()),
        () -> !evidence.has(id.get(), DrillSubject.KIND));
  }

  private Optional<Supplier<Subject>> subject(DrillKind kind, String id) {
    return switch (kind) {
      case TEST ->
          store.find(id).map(job -> () -> TestSubject.of(job, store.history(job.id()), tools));
      case REHEARSAL ->
          rehearsals.find(id).map(rehearsal -> () -> RehearsalSubject.of(rehearsal, tools));
    };
  }

  /** Tells whether there is something to write. */
  @FunctionalInterface
  private interface Due {
    boolean get() throws IOException;
  }

  private void write(String origin, String id, Supplier<Subject> subject, Due due) {
    try {
      worker.execute(
          () -> {
            try {
              if (due.get()) {
                events.written(origin, evidence.write(subject.get()));
              }
            } catch (IOException | RuntimeException e) {
              log.error("the report of {} was not written", id, e);
              failed(origin, id, e);
            }
          });
    } catch (RejectedExecutionException e) {
      log.warn("the report of {} will be written at the next start", id);
    }
  }

  private void failed(String origin, String id, Exception e) {
    String why =
        e instanceof IOException
            ? "the folder of the reports could not be written"
            : "restore-bot had an internal error";
    try {
      events.failed(origin, id, why);
    } catch (RuntimeException untold) {
      log.error("could not announce that the report of {} is missing", id, untold);
    }
  }

  /** Writes what is under way; the rest is caught up at the next start. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(30, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
