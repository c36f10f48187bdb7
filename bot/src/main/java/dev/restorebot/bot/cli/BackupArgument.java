package dev.restorebot.bot.cli;

import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A backup on the command line: a file, or the name that {@code restore-bot backups} shows. */
final class BackupArgument {
  static final String HELP = "The backup: a file, or a name that `restore-bot backups` shows.";

  private BackupArgument() {}

  /** Where it lies; what was given when there is none, so that reading it tells what is wrong. */
  static Path file(BackupCatalog backups, Path given) {
    if (Files.exists(given) || given.isAbsolute()) {
      return given;
    }
    try {
      return backups.find(given.toString()).file();
    } catch (ProblemException e) {
      return given;
    }
  }
}
