package dev.restorebot.bot.cli;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.job.Report;
import java.util.List;

/** Exit codes of the process; documented in README. */
final class ExitCodes {
  static final int PASSED = 0;
  static final int CHECK_FAILED = 1;
  static final int USAGE = 2;
  static final int BACKUP_UNUSABLE = 3;
  static final int COULD_NOT_VERIFY = 4;
  static final int NOT_READ = 5;

  private ExitCodes() {}

  /** Returns the worse of two results: failed, unusable, not verified, not read, passed. */
  static int worse(int one, int other) {
    List<Integer> order =
        List.of(CHECK_FAILED, BACKUP_UNUSABLE, COULD_NOT_VERIFY, NOT_READ, PASSED);
    return order.indexOf(one) < order.indexOf(other) ? one : other;
  }

  static int of(Report report) {
    return switch (report.outcome()) {
      case PASSED -> PASSED;
      case FAILED -> report.backupUnusable() ? BACKUP_UNUSABLE : CHECK_FAILED;
      case COULD_NOT_VERIFY -> report.notRead().isPresent() ? NOT_READ : COULD_NOT_VERIFY;
    };
  }

  /** Returns the code of a command that a problem ended before anything was restored. */
  static int of(Problem problem) {
    return switch (problem.code().blame()) {
      case BACKUP, RESTORE -> BACKUP_UNUSABLE;
      case INPUT -> NOT_READ;
      case ENVIRONMENT, ADVICE -> COULD_NOT_VERIFY;
    };
  }
}
