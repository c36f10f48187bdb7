package dev.restorebot.engine.job;

import java.util.EnumSet;
import java.util.Set;

/**
 * The states of a test restore.
 *
 * <ul>
 *   <li>{@link #QUEUED}: asked for, waits for a free place. Entered by {@code submitTest}. A crash
 *       changes nothing: the next start queues it again.
 *   <li>{@link #PREPARING}: the backup is read whole. A server may start meanwhile, which is taken
 *       back when the backup cannot be read. A crash ends it in COULD_NOT_VERIFY and the next start
 *       removes what was started.
 *   <li>{@link #STARTING_SANDBOX}: the server comes up, and gets its database. A crash as before.
 *   <li>{@link #RESTORING}: the backup is put into the sandbox. A crash as before.
 *   <li>{@link #VERIFYING}: the restored database is checked. A crash as before.
 *   <li>{@link #READY}: verified, passed or not ({@code Job.outcome} says), and the sandbox stands
 *       for inspection until its deadline. A crash changes nothing; the sandbox goes on.
 *   <li>{@link #CLEANED_UP}: verified and the sandbox is gone. An end.
 *   <li>{@link #FAILED}: the backup cannot be restored at all; no sandbox is left. An end.
 *   <li>{@link #COULD_NOT_VERIFY}: something else stood in the way; no sandbox is left. An end.
 *   <li>{@link #CANCELLED}: somebody ended it; no sandbox is left. An end.
 * </ul>
 */
public enum JobState {
  QUEUED,
  PREPARING,
  STARTING_SANDBOX,
  RESTORING,
  VERIFYING,
  READY,
  CLEANED_UP,
  FAILED,
  COULD_NOT_VERIFY,
  CANCELLED;

  /** The one table of legal transitions. */
  public Set<JobState> next() {
    return switch (this) {
      case QUEUED -> EnumSet.of(PREPARING, CANCELLED);
      case PREPARING -> EnumSet.of(STARTING_SANDBOX, FAILED, COULD_NOT_VERIFY, CANCELLED);
      case STARTING_SANDBOX -> EnumSet.of(RESTORING, COULD_NOT_VERIFY, CANCELLED);
      case RESTORING -> EnumSet.of(VERIFYING, FAILED, COULD_NOT_VERIFY, CANCELLED);
      case VERIFYING -> EnumSet.of(READY, COULD_NOT_VERIFY, CANCELLED);
      case READY -> EnumSet.of(CLEANED_UP);
      case CLEANED_UP, FAILED, COULD_NOT_VERIFY, CANCELLED -> EnumSet.noneOf(JobState.class);
    };
  }

  /** Returns whether a job may go from this state to that one. */
  public boolean mayBecome(JobState target) {
    return next().contains(target);
  }

  /** Returns whether nothing follows. */
  public boolean ended() {
    return next().isEmpty();
  }

  /**
   * Returns whether a worker is busy with a job in this state; a crash then leaves work half done.
   */
  public boolean running() {
    return switch (this) {
      case PREPARING, STARTING_SANDBOX, RESTORING, VERIFYING -> true;
      case QUEUED, READY, CLEANED_UP, FAILED, COULD_NOT_VERIFY, CANCELLED -> false;
    };
  }
}
