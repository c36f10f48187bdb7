package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A backup on the command line: a file, or the name that {@code restore-bot backups} shows. */
final class BackupArgument {
  static final String HELP = "The backup: a file, or a name that `restore-bot backups` shows.";

  static final String HELP_OR_LATEST =
      "The backup: a file, a name that `restore-bot backups` shows, or latest.";

  static final String LATEST = "latest";

  private BackupArgument() {}

  /**
   * As {@link #file}, where {@code latest} is the newest backup and the name of a database its
   * newest one, unless a file or a backup has that name.
   *
   * @param database the database whose newest one is meant; empty for that of any
   * @throws ProblemException when there is no newest one
   */
  static Path fileOrLatest(Settings settings, Path given, Optional<String> database)
      throws ProblemException {
    BackupCatalog backups = EngineFactory.catalog(settings);
    if (Files.exists(given)) {
      return file(backups, given);
    }
    if (given.toString().equals(LATEST)) {
      return database.isEmpty()
          ? backups.latest().file()
          : latestOf(settings, backups, database.get());
    }
    boolean named =
        !backups.has(given.toString())
            && backups.databases().stream()
                .anyMatch(known -> BackupsOfDatabase.same(known, given.toString()));
    return named ? latestOf(settings, backups, given.toString()) : file(backups, given);
  }

  private static Path latestOf(Settings settings, BackupCatalog backups, String database)
      throws ProblemException {
    ArchiveReader reader = EngineFactory.reader(settings);
    return backups
        .latest(new BackupsOfDatabase(database, backup -> reader.databaseIn(backup.file())))
        .file();
  }

  /**
   * Returns its path, or the argument itself when it is a path to no file, for the error message.
   *
   * @throws ProblemException with the names that may have been meant, when it is not a path and
   *     there are backups, but none of that name
   */
  static Path file(BackupCatalog backups, Path given) throws ProblemException {
    if (Files.exists(given) || given.isAbsolute()) {
      return given;
    }
    try {
      return backups.find(given.toString()).file();
    } catch (ProblemException e) {
      if (given.getNameCount() == 1 && !backups.listable().isEmpty()) {
        throw e;
      }
      return given;
    }
  }
}
