package dev.restorebot.engine.archive;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.NameSuggestions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The file on disk, or the parts that it was split into, and everything that can prevent reading
 * it.
 */
public final class StoredFile {
  private final Path path;
  private final Map<Path, BasicFileAttributes> parts;
  private final BasicFileAttributes attributes;
  private final ArchiveMessages messages;

  private StoredFile(Path path, Map<Path, BasicFileAttributes> parts, ArchiveMessages messages) {
    this.path = path;
    this.parts = parts;
    this.attributes = parts.get(path);
    this.messages = messages;
  }

  /**
   * Looks at what is there. A folder is fine; a file has at least one byte. The first part of a
   * file that was split stands for all of them.
   *
   * @throws ProblemException also when a part between others is missing, or it is not the first
   */
  public static StoredFile at(Path path) throws ProblemException {
    ArchiveMessages messages = new ArchiveMessages(path);
    try {
      Map<Path, BasicFileAttributes> parts = new LinkedHashMap<>();
      parts.put(path, Files.readAttributes(path, BasicFileAttributes.class));
      if (parts.get(path).isRegularFile()) {
        for (Path part : Siblings.partsOf(path, messages)) {
          parts.put(part, Files.readAttributes(part, BasicFileAttributes.class));
        }
      }
      StoredFile stored = new StoredFile(path, parts, messages);
      stored.checkKind();
      return stored;
    } catch (IOException e) {
      throw Failures.find(e).orElseGet(() -> problem(path, messages, e).exception(e));
    }
  }

  public Path path() {
    return path;
  }

  public ArchiveMessages messages() {
    return messages;
  }

  public long size() {
    return parts.values().stream().mapToLong(BasicFileAttributes::size).sum();
  }

  public boolean isDirectory() {
    return attributes.isDirectory();
  }

  /** Opens the file. */
  public SeekableInput open() throws ProblemException {
    try {
      return new SeekableInput(List.copyOf(parts.keySet()));
    } catch (IOException e) {
      throw Failures.find(e).orElseGet(() -> problem(e).exception(e));
    }
  }

  /**
   * Returns whether size or modification time are no longer those it had, or it is gone.
   *
   * @throws IOException when that cannot be seen
   */
  public boolean hasChanged() throws IOException {
    try {
      for (Map.Entry<Path, BasicFileAttributes> part : parts.entrySet()) {
        BasicFileAttributes now = Files.readAttributes(part.getKey(), BasicFileAttributes.class);
        if (now.size() != part.getValue().size()
            || !now.lastModifiedTime().equals(part.getValue().lastModifiedTime())) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Converts a failure to read into a problem. */
  public Problem problem(IOException failure) {
    return problem(path, messages, failure);
  }

  private void checkKind() throws ProblemException {
    if (attributes.isOther()) {
      throw new Problem(
              ProblemCode.BACKUP_UNREADABLE,
              messages.name() + " is not a file but a device, a pipe or a socket.",
              "Give the path of the backup file itself.")
          .exception();
    }
    if (attributes.isRegularFile() && size() == 0) {
      throw messages.empty("is empty: it has 0 bytes").exception();
    }
  }

  public static Problem problem(Path path, ArchiveMessages messages, IOException failure) {
    String name = messages.name();
    if (failure instanceof NoSuchFileException) {
      return Files.isSymbolicLink(path) ? dangling(name) : missing(path, name);
    }
    if (failure instanceof AccessDeniedException) {
      return new Problem(
          ProblemCode.BACKUP_UNREADABLE,
          name + " cannot be read: the user that restore-bot runs as has no permission.",
          "Give that user read permission for the file and all folders above it.");
    }
    return new Problem(
        ProblemCode.BACKUP_UNREADABLE,
        name + " cannot be read: " + reason(failure) + ".",
        "Check the disk or network share that it is on (dmesg, mount). If the disk is failing, copy"
            + " the backups away from it first.");
  }

  private static Problem missing(Path path, String name) {
    Path folder = path.toAbsolutePath().getParent();
    boolean folderIsThere = folder == null || Files.isDirectory(folder);
    List<String> near =
        folderIsThere ? NameSuggestions.near(namesBeside(path), name, 3) : List.of();
    return new Problem(
        ProblemCode.BACKUP_MISSING,
        folderIsThere
            ? "There is no backup named " + name + "."
            : "There is no backup named " + name + ": its folder does not exist.",
        near.isEmpty()
            ? "Check the spelling. `restore-bot backups` and `/restore backups` list the backups."
            : "Did you mean " + ArchiveMessages.clean(String.join(", ", near)) + "?");
  }

  /** Lists the names in the file's folder; none when that may not be listed, or is remote. */
  private static List<String> namesBeside(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || file.getFileSystem() != FileSystems.getDefault()) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Problem dangling(String name) {
    return new Problem(
        ProblemCode.BACKUP_MISSING,
        name + " is a symbolic link to a file that does not exist.",
        "The backup it pointed to was moved or deleted, or its disk is not mounted. Choose another"
            + " backup.");
  }

  private static String reason(IOException failure) {
    String text =
        failure instanceof java.nio.file.FileSystemException fs
            ? fs.getReason()
            : failure.getMessage();
    return text == null ? failure.getClass().getSimpleName() : ArchiveMessages.clean(text);
  }

  /** Looks for the other parts of a file that was split. */
  private static final class Siblings {
    /** All parts, the file itself first; nothing when it is whole. */
    static List<Path> partsOf(Path file, ArchiveMessages messages) throws IOException {
      String name = file.getFileName().toString();
      List<String> firsts = SplitParts.firstsFor(name);
      if (firsts.isEmpty()) {
        return List.of();
      }
      List<String> names = names(file);
      Function<String, SplitParts.Stamp> stamps = each -> stamp(file.resolveSibling(each));
      Optional<SplitParts> parts = SplitParts.of(name, names, stamps);
      if (parts.isEmpty()) {
        requireNoLaterPart(name, firsts, names, stamps, messages);
        return List.of();
      }
      if (parts.get().missing().isPresent()) {
        throw Failures.io(messages.partMissing(parts.get().missing().get()));
      }
      return parts.get().parts().stream().map(file::resolveSibling).toList();
    }

    private static void requireNoLaterPart(
        String name,
        List<String> firsts,
        List<String> names,
        Function<String, SplitParts.Stamp> stamps,
        ArchiveMessages messages)
        throws IOException {
      for (String first : firsts) {
        Optional<SplitParts> others =
            names.contains(first) ? SplitParts.of(first, names, stamps) : Optional.empty();
        if (others
            .filter(all -> all.parts().contains(name) || all.beyond().contains(name))
            .isPresent()) {
          throw Failures.io(messages.laterPart(first));
        }
      }
    }

    private static SplitParts.Stamp stamp(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new SplitParts.Stamp(now.size(), now.lastModifiedTime().toInstant());
      } catch (IOException e) {
        return new SplitParts.Stamp(-1, Instant.EPOCH); // gone meanwhile
      }
    }

    private static List<String> names(Path file) throws IOException {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        return List.of();
      }
      try (Stream<Path> all = Files.list(folder)) {
        return all.map(each -> each.getFileName().toString()).toList();
      } catch (AccessDeniedException e) {
        return List.of(); // a file may be readable in a folder that may not be listed
      }
    }
  }
}
