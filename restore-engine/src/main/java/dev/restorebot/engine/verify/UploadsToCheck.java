package dev.restorebot.engine.verify;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.backup.UploadsArchive;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.Optional;

/**
 * The means by which the check of uploads finds and reads an archive.
 *
 * @param finder finds the archive that belongs to a backup
 * @param reader reads it
 * @param archiveRoot the folder in the archive that the application's folder of uploads is; empty
 *     when that is found out by comparing
 * @param pathPrefix what the paths in the database begin with and the archive's do not; empty when
 *     that is found out by comparing
 * @param exact whether {@code archiveRoot} is what it says even when it is empty, because files are
 *     going to be restored by it
 * @param sha256 the SHA-256 of the archive that was approved; empty when any is checked
 */
public record UploadsToCheck(
    Finder finder,
    TarballReader reader,
    String archiveRoot,
    String pathPrefix,
    boolean exact,
    Optional<String> sha256) {

  /** Finds the archive that belongs to a backup. */
  public interface Finder {
    /**
     * The archive; nothing when there is none.
     *
     * @throws ProblemException when a place that may have it cannot be looked into
     */
    Optional<UploadsArchive> of(BackupArchive backup) throws ProblemException;
  }
}
