package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.NameFacts;
import dev.restorebot.engine.backup.UploadsArchive;
import dev.restorebot.engine.backup.UploadsSource;
import dev.restorebot.engine.backup.folder.IgnoredFiles;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Archives of uploads in a remote of rclone, by their names. */
public final class RcloneUploads implements UploadsSource {
  private final RcloneFileSystem system;
  private final Rclone rclone;
  private final BackupNames names;

  /**
   * Opens the remote.
   *
   * @param names how the names of the archives are made
   */
  public RcloneUploads(RcloneRemote remote, BackupNames names) {
    this.system = RcloneFileSystemProvider.installed().open(remote);
    this.rclone = new Rclone(remote);
    this.names = names;
  }

  @Override
  public List<UploadsArchive> list() throws ProblemException {
    List<UploadsArchive> found = new ArrayList<>();
    try {
      for (RcloneEntry entry : rclone.everything()) {
        String name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
        NameFacts facts = names.read(name);
        if (!entry.directory()
            && entry.isPlain()
            && !facts.equals(NameFacts.NONE)
            && !IgnoredFiles.isUnfinished(name)) {
          found.add(
              new UploadsArchive(
                  entry.path(),
                  system.getPath("/", entry.path().split("/")),
                  Math.max(0, entry.size()),
                  facts.takenAt().orElse(entry.lastModifiedTime().toInstant()),
                  facts.app()));
        }
      }
    } catch (IOException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw new Problem(
              ProblemCode.CONNECTION_LOST,
              "The remote "
                  + rclone.remote().shown()
                  + " cannot be searched for archives of uploads: "
                  + e.getMessage(),
              "Check that rclone works on this machine as the bot's user, then try again.")
          .exception(e);
    }
    return List.copyOf(found);
  }
}
