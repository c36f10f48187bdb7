package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import dev.restorebot.engine.task.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job of one run, with its changes. While the disk of the state is full, storing one is tried
 * again and again. Used by the thread of the run.
 */
final class RunningJob {
  private static final Logger log = LoggerFactory.getLogger(RunningJob.class);

  private static final Duration FOR_EVER = Duration.ofDays(365);

  /** The time after which a change is stored again when the state could not be written. */
  private static final long AGAIN_MILLIS = 1_000;

  /** The time within which that goes on while a sandbox may stand. */
  private static final Duration WITHIN = Duration.ofMinutes(10);

  private final JobJournal journal;
  private final InstantSource clock;
  private final Cancellation botStops;
  private Job job;

  /**
   * A job as it is stored.
   *
   * @param botStops the bot stops, so what cannot be stored is left to its next start
   */
  RunningJob(Job job, JobJournal journal, InstantSource clock, Cancellation botStops) {
    this.job = job;
    this.journal = journal;
    this.clock = clock;
    this.botStops = botStops;
  }

  /** Returns the job with its changes. */
  Job job() {
    return job;
  }

  /** Changes the job; the change is stored with the next state or event. */
  void change(UnaryOperator<Job> change) {
    job = change.apply(job);
  }

  /**
   * Stores that the job is in another state now.
   *
   * @throws java.util.concurrent.CancellationException when cancelled
   * @throws LostException when somebody else changed the job
   */
  void enter(JobState state, Cancellation cancellation) {
    cancellation.check();
    boolean nothingStands = job.state() == JobState.QUEUED;
    store(
        () -> journal.move(job, state, Actor.BOT, ""),
        nothingStands ? FOR_EVER : WITHIN,
        cancellation);
  }

  /**
   * Stores an event.
   *
   * @throws LostException when somebody else changed the job
   */
  void record(String what, Cancellation cancellation) {
    store(() -> journal.record(job, what, Actor.BOT, ""), WITHIN, cancellation);
  }

  /** Stores the end: nothing stands any more, so it waits as long as the bot runs. */
  void end(JobState state, Actor by, String detail) {
    try {
      store(() -> journal.move(job, state, by, detail), FOR_EVER, botStops);
    } catch (LostException e) {
      log.warn("job {} was taken over; its result is not stored", job.id(), e);
    } catch (IllegalStateException | StateException e) {
      // It is still queued, and the next start runs it; or cancelled, for the bot stops.
      log.error("the end of job {} is not stored; it is left to the next start", job.id(), e);
    }
  }

  private void store(Supplier<Optional<Job>> change, Duration within, Cancellation until) {
    Instant end = clock.instant().plus(within);
    for (boolean waits = false; ; waits = true) {
      try {
        job = change.get().orElseThrow(LostException::new);
        return;
      } catch (StateException e) {
        if (!e.isDiskFull() || clock.instant().isAfter(end)) {
          throw e;
        }
        if (!waits) {
          log.error("job {} waits until the state can be written: {}", job.id(), e.getMessage());
        }
        Pauses.await(AGAIN_MILLIS, until);
      }
    }
  }

  /** Returns what tells of the job's progress, from the progress of its step. */
  ProgressListener progress() {
    return part -> journal.progress(job, TestSteps.whole(job.state(), part));
  }

  void milestone(Milestone milestone) {
    journal.milestone(job, milestone);
  }

  /** Somebody else changed a job that this run believed to own. */
  static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
