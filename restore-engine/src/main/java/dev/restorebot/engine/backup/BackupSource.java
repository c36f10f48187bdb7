package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A place that holds backups. Thread-safe. */
public interface BackupSource {
  /** Returns the name of the place, for people and for telling two equal names apart. */
  String name();

  /**
   * The backups that are there now, in any order; each has a name of its own. Files that are no
   * backups are left out, and nothing outside of the place is ever listed.
   *
   * @throws ProblemException when they cannot be listed completely: a part of a list would make an
   *     old backup look like the latest
   */
  List<Backup> list() throws ProblemException;

  /**
   * The first and the last bytes of one of its backups, as {@link FileEnds} takes them; of a
   * folder, those of its table of contents.
   *
   * @throws IOException when they cannot be read
   */
  default byte[] ends(Backup backup) throws IOException {
    return FileEnds.of(backup.file());
  }

  /**
   * Returns the last status of whatever writes the backups, in {@link BackupStatus#FILE} beside
   * them, as of the last list.
   */
  default Optional<BackupStatus> status() {
    return Optional.empty();
  }
}
