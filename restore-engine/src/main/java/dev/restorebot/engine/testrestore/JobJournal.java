package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Progress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what happens to jobs and then notifies the listeners, in that order. Thread-safe. */
public final class JobJournal {
  private static final Logger log = LoggerFactory.getLogger(JobJournal.class);

  private final JobStore store;
  private final InstantSource clock;
  private final List<JobListener> listeners = new CopyOnWriteArrayList<>();

  /** A journal over that store. The store stays its owner's. */
  public JobJournal(JobStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Tells that listener from now on. */
  public void add(JobListener listener) {
    listeners.add(listener);
  }

  /** Stores a new job. */
  public Job open(Job job) {
    JobEvent event = event(job, job.state().name(), job.requestedBy(), "");
    Job stored = store.insert(job, event);
    tell(listener -> listener.changed(stored, event));
    return stored;
  }

  /**
   * Moves a job to another state, with whatever else changed.
   *
   * @return the stored job, or empty when somebody else changed it meanwhile; then nothing happened
   */
  Optional<Job> move(Job job, JobState target, Actor by, String detail) {
    return record(job.become(target, clock.instant()), target.name(), by, detail);
  }

  /** Stores a change that is not a change of state. */
  Optional<Job> record(Job changed, String what, Actor by, String detail) {
    JobEvent event = event(changed, what, by, detail);
    Optional<Job> stored = store.update(changed, event);
    stored.ifPresent(job -> tell(listener -> listener.changed(job, event)));
    return stored;
  }

  void progress(Job job, Progress progress) {
    tell(listener -> listener.progress(job, progress));
  }

  void milestone(Job job, Milestone milestone) {
    tell(listener -> listener.milestone(job, milestone));
  }

  private JobEvent event(Job job, String what, Actor by, String detail) {
    return new JobEvent(job.id(), clock.instant(), what, by, detail);
  }

  private void tell(Consumer<JobListener> call) {
    for (JobListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        log.error("a listener failed; the job continues", e);
      }
    }
  }
}
