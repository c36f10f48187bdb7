package dev.restorebot.engine.disaster;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.uploads.Tarball;
import dev.restorebot.engine.archive.uploads.TarballFolder;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.archive.uploads.TarballSum;
import dev.restorebot.engine.backup.UploadsArchive;
import dev.restorebot.engine.backup.UploadsCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.util.Optional;

/**
 * Finds and reads the archive of uploads for a disaster restore before anybody is asked to approve.
 *
 * @param catalog finds it
 * @param reader reads it whole
 * @param root the folder in it that is restored; empty for all of it
 * @param required whether a backup without a good one is refused; otherwise the plan says so
 */
public record UploadsLookup(
    UploadsCatalog catalog, TarballReader reader, String root, boolean required) {
  /**
   * The result of a lookup.
   *
   * @param note why there is none, for the plan
   */
  record Found(Optional<UploadsFacts> uploads, Optional<String> note) {}

  Found of(BackupArchive backup) throws ProblemException {
    try {
      Optional<UploadsArchive> archive =
          catalog.of(backup.file(), backup.header().createdAt(), backup.header().database());
      if (archive.isPresent()) {
        return new Found(Optional.of(read(archive.get())), Optional.empty());
      }
    } catch (ProblemException e) {
      if (required) {
        throw e;
      }
      return without(e.problem().message());
    }
    if (required) {
      throw Preflight.problem(
          "No archive of uploads belongs to this backup, and verify.uploads-required requires one.",
          "Choose a backup that has one, or correct `uploads.names` and `uploads.within`.");
    }
    return without("No archive of uploads belongs to this backup.");
  }

  private UploadsFacts read(UploadsArchive archive) throws ProblemException {
    TarballSum sum = new TarballSum(new TarballFolder(root));
    Tarball read =
        reader.readWhole(archive.file(), Optional.empty(), sum, told -> {}, new Cancellation());
    if (sum.files() == 0) {
      throw Preflight.problem(
          archive.displayName()
              + " has no file"
              + (root.isEmpty() ? "." : " in the folder " + root + "."),
          "List its content (tar -tzf), and correct `uploads.archive-root`.");
    }
    return UploadsFacts.of(archive.file(), read, archive.takenAt(), root, sum);
  }

  private static Found without(String why) {
    return new Found(
        Optional.empty(),
        Optional.of(
            why
                + " The volume of uploads is not changed: it may lack files that the restored"
                + " database refers to, or have files that it does not."));
  }
}
