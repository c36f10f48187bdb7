package dev.restorebot.engine.job;

import dev.restorebot.engine.task.Progress;

/**
 * Receives what happens to jobs. Every change is stored before listeners are called. Called from
 * the engine's threads, for one job in order; must return soon. What it throws is logged and goes
 * no further: a restore never fails because somebody could not be told.
 */
public interface JobListener {
  /** A job was stored in a new state, or something was added to its history. */
  void changed(Job job, JobEvent event);

  /** Reports how far the job as a whole is. Often; only the newest counts. */
  void progress(Job job, Progress progress);

  /** Something worth a message of its own happened. */
  void milestone(Job job, Milestone milestone);
}
