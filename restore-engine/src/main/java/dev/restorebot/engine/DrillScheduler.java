package dev.restorebot.engine;

import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.drill.DrillStore;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.evidence.EvidenceWriter;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.task.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has drills check the clock regularly, and at once when a test restore has ended. */
final class DrillScheduler implements JobListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DrillScheduler.class);
  private static final Duration EVERY = Duration.ofSeconds(20);
  private static final int RETOLD = 20;

  private final DrillStore store;
  private final EvidenceWriter writer;
  private final Drills drills;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "drills");
            thread.setDaemon(true);
            return thread;
          });

  /** Checks nothing before {@link #start}. The parts stay their owner's. */
  DrillScheduler(Drills drills, DrillStore store, EvidenceWriter writer) {
    this.drills = drills;
    this.store = store;
    this.writer = writer;
  }

  void start() {
    drills.stand();
    // Whoever died just before may not have had the report written; it is written once.
    store.recent(Optional.empty(), RETOLD).stream()
        .filter(drill -> drill.state() == DrillState.SIGNED_OFF)
        .forEach(writer::drill);
    var unused =
        watch.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      drills.look();
    } catch (RuntimeException e) {
      log.error("could not check for drills; trying again", e);
    }
  }

  @Override
  public void changed(Job job, JobEvent event) {
    if (job.outcome().isPresent() || job.state().ended()) {
      try {
        watch.execute(this::look);
      } catch (RejectedExecutionException e) {
        log.debug("the next start looks at drills");
      }
    }
  }

  @Override
  public void progress(Job job, Progress progress) {}

  @Override
  public void milestone(Job job, Milestone milestone) {}

  @Override
  public void close() {
    watch.shutdown();
    try {
      boolean unused = watch.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
