package dev.restorebot.engine.backup.folder;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.NameFacts;
import dev.restorebot.engine.backup.folder.KnownFiles.Known;
import dev.restorebot.engine.backup.folder.KnownFiles.Stamp;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One walk through a folder. Links are never walked into, so it ends. What goes away while it walks
 * is no backup any more, and no failure.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {
  private static final Logger log = LoggerFactory.getLogger(FolderWalk.class);
  private static final String TOC = "toc.dat";

  private final Path root;
  private final BackupNames names;
  private final KnownFiles known;
  private final List<Known> files = new ArrayList<>();
  private final List<Backup> found = new ArrayList<>();

  /**
   * @param root the folder's real path
   */
  FolderWalk(Path root, BackupNames names, KnownFiles known) {
    this.root = root;
    this.names = names;
    this.known = known;
  }

  List<Backup> found() {
    List<Backup> all = new ArrayList<>(found);
    all.addAll(known.backups(files));
    return List.copyOf(all);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    if (folder.equals(root)) {
      return FileVisitResult.CONTINUE;
    }
    if (IgnoredFiles.test(folder.getFileName().toString())) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    try {
      return addDump(folder, folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    } catch (NoSuchFileException e) {
      return FileVisitResult.SKIP_SUBTREE;
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Stamp stamp = stamp(file, file, attributes);
    Optional<Known> last = known.last(stamp);
    if (last.isPresent()) {
      files.add(last.get());
    } else if (IgnoredFiles.test(file.getFileName().toString(), attributes.size())) {
      return FileVisitResult.CONTINUE;
    } else if (attributes.isSymbolicLink()) {
      follow(file);
    } else if (attributes.isRegularFile()) {
      files.add(known.add(stamp, backup(stamp)));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
    boolean gone = why instanceof NoSuchFileException && !file.equals(root);
    boolean leftOut = !file.equals(root) && IgnoredFiles.test(file.getFileName().toString());
    if (gone || leftOut) {
      return FileVisitResult.CONTINUE;
    }
    throw why;
  }

  private void follow(Path link) throws IOException {
    try {
      Path target = link.toRealPath();
      if (!target.startsWith(root)) {
        log.debug("{} leads out of {} and is passed over", link, root);
      } else if (Files.isDirectory(target)) {
        addDump(link, target);
      } else if (Files.isRegularFile(target)) {
        Stamp stamp = stamp(link, target, Files.readAttributes(target, BasicFileAttributes.class));
        files.add(known.last(stamp).orElseGet(() -> known.add(stamp, backup(stamp))));
      }
    } catch (FileSystemException e) {
      log.debug("{} leads nowhere and is passed over", link);
    }
  }

  private static Stamp stamp(Path named, Path file, BasicFileAttributes attributes) {
    return new Stamp(named, file, attributes.size(), attributes.lastModifiedTime());
  }

  private Backup backup(Stamp stamp) {
    String fileName = stamp.named().getFileName().toString();
    NameFacts facts = names.read(fileName);
    return new Backup(
        name(stamp.named()),
        stamp.file(),
        stamp.size(),
        facts.takenAt(stamp.modified().toInstant()),
        facts.app(),
        facts.generation(),
        BackupNames.looksEncrypted(fileName));
  }

  /** Adds the folder if it is a directory-format dump. */
  private boolean addDump(Path named, Path folder) throws IOException {
    Path toc = folder.resolve(TOC);
    if (folder.equals(root) || !Files.isRegularFile(toc)) {
      return false;
    }
    NameFacts facts = names.read(named.getFileName().toString());
    found.add(
        new Backup(
            name(named),
            folder,
            FolderSize.of(folder),
            facts.takenAt(Files.getLastModifiedTime(toc).toInstant()),
            facts.app(),
            facts.generation(),
            false));
    return true;
  }

  private String name(Path path) {
    return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
