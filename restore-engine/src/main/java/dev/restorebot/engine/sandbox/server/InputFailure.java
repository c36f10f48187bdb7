package dev.restorebot.engine.sandbox.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;

/** Reports that the stream that feeds a sandbox failed. */
public final class InputFailure {
  private InputFailure() {}

  /**
   * The stream's own problem when it carries one as its cause (a reader of backups knows best what
   * is wrong with them), else that it could not be read.
   */
  public static ProblemException of(Exception failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ProblemException carried) {
        return carried;
      }
    }
    return new Problem(
            ProblemCode.BACKUP_UNREADABLE,
            "The backup could not be read to its end: " + failure.getMessage(),
            "Check the file and the disk or remote that holds it, then try again.")
        .exception(failure);
  }
}
