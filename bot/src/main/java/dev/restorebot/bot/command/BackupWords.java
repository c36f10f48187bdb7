package dev.restorebot.bot.command;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Words that mean a backup and are not its name: {@code latest} is the newest, {@code
 * database:NAME} the newest of that database.
 */
public final class BackupWords {
  static final String LATEST = "latest";
  private static final String DATABASE = "database:";

  private BackupWords() {}

  /**
   * All words and names that mean a backup now, the likeliest first. Databases are among them where
   * there are several.
   *
   * @throws ProblemException when a source cannot be listed
   */
  public static List<String> all(BackupCatalog backups) throws ProblemException {
    List<Backup> all = backups.newestFirst();
    List<String> databases = backups.databases();
    return Stream.of(
            Stream.of(LATEST),
            databases.stream().filter(any -> databases.size() > 1).map(DATABASE::concat),
            all.stream().map(Backup::name))
        .flatMap(words -> words)
        .toList();
  }

  /** The database of a word; empty for any other word. */
  static Optional<String> database(String word) {
    return word.regionMatches(true, 0, DATABASE, 0, DATABASE.length())
        ? Optional.of(word.substring(DATABASE.length()).strip())
        : Optional.empty();
  }
}
