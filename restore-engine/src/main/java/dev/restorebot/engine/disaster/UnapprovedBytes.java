package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;

/** Says of a file that changed after it was approved what that means. */
public final class UnapprovedBytes {
  private UnapprovedBytes() {}

  /**
   * Returns the same failure, in these words when it is a file that changed.
   *
   * @param name the file's
   */
  public static ProblemException named(String name, ProblemException failure) {
    return failure.problem().code() == ProblemCode.BACKUP_CHANGED
        ? problem(name).exception(failure)
        : failure;
  }

  private static Problem problem(String name) {
    return new Problem(
        ProblemCode.BACKUP_CHANGED,
        name
            + " is no longer the file that was approved: its SHA-256 differs. Nothing was swapped.",
        "Find out who changed it. Then request the restore again to get approvals for the new"
            + " file.");
  }
}
