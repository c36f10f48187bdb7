package dev.restorebot.engine.verify;

/** The status of a finished check. */
public enum CheckStatus {
  /** Checked, and right. */
  PASSED,
  /** Checked, and the backup is good, but it holds something that people should know of. */
  WARNING,
  /** Checked, and wrong. */
  FAILED,
  /** Not asked for; the detail says why. */
  SKIPPED,
  /** Asked for, and could not be checked. */
  COULD_NOT_VERIFY
}
