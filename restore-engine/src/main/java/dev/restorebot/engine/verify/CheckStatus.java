package dev.restorebot.engine.verify;

/** How a check ended. */
public enum CheckStatus {
  /** Checked, and right. */
  PASSED,
  /** Checked, and wrong. */
  FAILED,
  /** Not asked for; the detail says why. */
  SKIPPED,
  /** Asked for, and could not be checked. */
  COULD_NOT_VERIFY
}
