package dev.restorebot.engine.backup.folder;

import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.NameFacts;
import dev.restorebot.engine.backup.UploadsArchive;
import dev.restorebot.engine.backup.UploadsSource;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Archives of uploads in a folder and the folders in it, by their names. Symbolic links are not
 * followed.
 */
public final class FolderUploads implements UploadsSource {
  private final Path root;
  private final BackupNames names;

  /**
   * Looks into that folder.
   *
   * @param names how the names of the archives are made
   */
  public FolderUploads(Path root, BackupNames names) {
    this.root = root;
    this.names = names;
  }

  @Override
  public List<UploadsArchive> list() throws ProblemException {
    List<UploadsArchive> found = new ArrayList<>();
    try {
      Path real = root.toRealPath();
      Files.walkFileTree(real, new Walk(real, found));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new Problem(
              ProblemCode.BACKUP_UNREADABLE,
              "The folder "
                  + root.toAbsolutePath().normalize()
                  + " cannot be searched for archives of uploads: "
                  + e.getMessage(),
              "Check that restore-bot's user can read it and everything in it, or change"
                  + " backups.folders.")
          .exception(e);
    }
    return List.copyOf(found);
  }

  private final class Walk extends SimpleFileVisitor<Path> {
    private final Path top;
    private final List<UploadsArchive> found;

    Walk(Path top, List<UploadsArchive> found) {
      this.top = top;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return IgnoredFiles.isHidden(folder) && !folder.equals(top)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      NameFacts facts = names.read(name);
      if (attributes.isRegularFile()
          && !facts.equals(NameFacts.NONE)
          && !IgnoredFiles.isUnfinished(name)) {
        List<String> parts = new ArrayList<>();
        top.relativize(file).forEach(part -> parts.add(part.toString()));
        found.add(
            new UploadsArchive(
                String.join("/", parts),
                file,
                attributes.size(),
                facts.takenAt().orElse(attributes.lastModifiedTime().toInstant()),
                facts.app()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
      if (!file.equals(top)
          && (why instanceof NoSuchFileException || IgnoredFiles.isHidden(file))) {
        return FileVisitResult.CONTINUE; // it went away while we walked, or is none of ours
      }
      throw why;
    }
  }
}
