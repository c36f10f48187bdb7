package dev.restorebot.engine;

import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalEvents;
import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.drill.DrillStore;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.evidence.EvidenceWriter;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.RepeatedTask;
import java.time.Duration;
import java.util.Optional;

/** Has drills check the clock regularly, and at once when what one runs has ended. */
final class DrillScheduler implements JobListener, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(20);
  private static final int RETOLD = 20;

  private final DrillStore store;
  private final EvidenceWriter writer;
  private final Drills drills;
  private final RepeatedTask watch;

  /** Checks nothing before {@link #start}. The parts stay their owner's. */
  DrillScheduler(Drills drills, DrillStore store, EvidenceWriter writer) {
    this.drills = drills;
    this.watch = new RepeatedTask("drills", drills::look);
    this.store = store;
    this.writer = writer;
  }

  void start() {
    drills.stand();
    // Whoever died just before may not have had the report written; it is written once.
    store.recent(Optional.empty(), RETOLD).stream()
        .filter(drill -> drill.state() == DrillState.SIGNED_OFF)
        .forEach(writer::drill);
    watch.start(Duration.ZERO, EVERY);
  }

  @Override
  public void changed(Job job, JobEvent event) {
    if (job.outcome().isPresent() || job.state().ended()) {
      watch.runSoon();
    }
  }

  /** Returns what has drills look when a rehearsal has ended. */
  RehearsalEvents rehearsals() {
    return new RehearsalEvents() {
      @Override
      public void changed(Rehearsal rehearsal) {
        if (rehearsal.outcome().isPresent()) {
          watch.runSoon();
        }
      }

      @Override
      public void progress(Rehearsal rehearsal, Progress progress) {}
    };
  }

  @Override
  public void progress(Job job, Progress progress) {}

  @Override
  public void milestone(Job job, Milestone milestone) {}

  @Override
  public void close() {
    watch.close(Duration.ofSeconds(10));
  }
}
