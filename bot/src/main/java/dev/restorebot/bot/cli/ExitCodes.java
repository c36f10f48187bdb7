package dev.restorebot.bot.cli;

import dev.restorebot.engine.job.Report;

/** Exit codes of the process; documented in README. */
final class ExitCodes {
  static final int PASSED = 0;
  static final int CHECK_FAILED = 1;
  static final int USAGE = 2;
  static final int BACKUP_UNUSABLE = 3;
  static final int COULD_NOT_VERIFY = 4;

  private ExitCodes() {}

  static int of(Report report) {
    if (report.backupUnusable()) {
      return BACKUP_UNUSABLE;
    }
    return switch (report.outcome()) {
      case PASSED -> PASSED;
      case FAILED -> CHECK_FAILED;
      case COULD_NOT_VERIFY -> COULD_NOT_VERIFY;
    };
  }
}
