package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.JobState;

/** The end of a run that did not get to its last step. */
final class Ending {
  private Ending() {}

  /** Returns the end that a problem means: only a fault in the backup makes a test FAILED. */
  static JobState of(Problem problem, JobState at) {
    Blame blame = problem.code().blame();
    boolean bad = blame == Blame.BACKUP || blame == Blame.RESTORE;
    return bad && at.mayBecome(JobState.FAILED) ? JobState.FAILED : JobState.COULD_NOT_VERIFY;
  }

  /** Returns the problem for an exception that nobody expected. */
  static Problem internal(Throwable cause) {
    return new Problem(
        ProblemCode.INTERNAL_ERROR,
        "restore-bot failed with an internal error ("
            + cause.getClass().getSimpleName()
            + "); this says"
            + " nothing about the backup.",
        "The details are in the bot's log. Run the test again, and report it if it happens"
            + " again.");
  }
}
