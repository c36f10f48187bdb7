package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.task.Progress;

/** The share of a whole test restore that each step is, for one progress bar over all of them. */
final class TestSteps {
  private TestSteps() {}

  /** A step's progress as progress of the whole. The time left is only told for the long step. */
  static Progress whole(JobState step, Progress part) {
    double from = from(step);
    double fraction = from + part.fraction() * (to(step) - from);
    return new Progress(fraction, part.activity(), part.eta());
  }

  private static double from(JobState step) {
    return switch (step) {
      case STARTING_SANDBOX -> 0.08;
      case RESTORING -> 0.12;
      case VERIFYING -> 0.9;
      case READY, CLEANED_UP -> 1;
      case QUEUED, PREPARING, FAILED, COULD_NOT_VERIFY, CANCELLED -> 0;
    };
  }

  private static double to(JobState step) {
    return switch (step) {
      case PREPARING -> 0.08;
      case STARTING_SANDBOX -> 0.12;
      case RESTORING -> 0.9;
      case VERIFYING, READY, CLEANED_UP -> 1;
      case QUEUED, FAILED, COULD_NOT_VERIFY, CANCELLED -> 0;
    };
  }
}
