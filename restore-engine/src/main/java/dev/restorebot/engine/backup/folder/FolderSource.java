package dev.restorebot.engine.backup.folder;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupSource;
import dev.restorebot.engine.backup.BackupStatus;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Backups in a folder and the folders in it. A folder with a {@code toc.dat} is one backup: a
 * directory-format dump. A symbolic link counts when it leads to a file, or such a folder, below
 * the root; otherwise it is passed over.
 */
public final class FolderSource implements BackupSource {
  private final Path root;
  private final BackupNames names;
  private final KnownFiles known = new KnownFiles();

  /**
   * @param root the folder; it need not be there yet
   * @param names how the names of backups are made
   */
  public FolderSource(Path root, BackupNames names) {
    this.root = root;
    this.names = names;
  }

  @Override
  public String name() {
    Path last = root.toAbsolutePath().normalize().getFileName();
    return last == null ? "root" : last.toString();
  }

  @Override
  public List<Backup> list() throws ProblemException {
    try {
      Path real = root.toRealPath();
      if (!Files.isDirectory(real)) {
        throw unusable("is not a folder", ProblemCode.BACKUP_MISSING, null);
      }
      FolderWalk walk = new FolderWalk(real, names, known);
      Files.walkFileTree(real, walk);
      return walk.found();
    } catch (NoSuchFileException e) {
      throw unusable("does not exist", ProblemCode.BACKUP_MISSING, e);
    } catch (AccessDeniedException e) {
      throw unusable("cannot be read: " + e.getFile(), ProblemCode.BACKUP_UNREADABLE, e);
    } catch (FileSystemException e) {
      throw unusable("cannot be listed: " + e.getMessage(), ProblemCode.BACKUP_UNREADABLE, e);
    } catch (IOException e) {
      throw unusable("cannot be listed: " + e, ProblemCode.BACKUP_UNREADABLE, e);
    }
  }

  @Override
  public Optional<BackupStatus> status() {
    Path file = root.resolve(BackupStatus.FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(BackupStatus.read(in.readNBytes(BackupStatus.LONGEST), names.zone()));
    } catch (IOException e) {
      return Optional.of(BackupStatus.nothing("it cannot be read"));
    }
  }

  private ProblemException unusable(String why, ProblemCode code, IOException cause) {
    return new Problem(
            code,
            "The backup folder " + root.toAbsolutePath().normalize() + " " + why + ".",
            "Check that it is mounted and that restore-bot's user can read it and everything in it,"
                + " or change backups.folders.")
        .exception(cause);
  }
}
