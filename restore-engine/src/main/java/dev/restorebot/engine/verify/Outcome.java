package dev.restorebot.engine.verify;

/** The verdict of a verification. */
public enum Outcome {
  /** Everything that was to be checked was checked and is right. */
  PASSED,
  /** Something is wrong with what was restored, or the backup cannot be restored. */
  FAILED,
  /** Not known: Docker, disk or network stood in the way, or a check could not be run. */
  COULD_NOT_VERIFY
}
