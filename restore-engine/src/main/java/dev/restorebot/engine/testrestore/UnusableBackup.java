package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.diagnose.Problem;

/** Distinguishes a broken backup from one that could not be opened for another reason. */
public final class UnusableBackup {
  private UnusableBackup() {}

  /**
   * Returns whether the problem proves that the backup is broken. A missing file or a wrong key
   * proves nothing about what is inside.
   */
  public static boolean isBroken(Problem problem) {
    return switch (problem.code()) {
      case BACKUP_EMPTY, BACKUP_NOT_RECOGNISED, BACKUP_TRUNCATED, BACKUP_CORRUPT -> true;
      default -> false;
    };
  }
}
