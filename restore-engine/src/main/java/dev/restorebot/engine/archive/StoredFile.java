package dev.restorebot.engine.archive;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The file on disk, and everything that can prevent reading it. */
public final class StoredFile {
  private final Path path;
  private final BasicFileAttributes attributes;
  private final ArchiveMessages messages;

  private StoredFile(Path path, BasicFileAttributes attributes, ArchiveMessages messages) {
    this.path = path;
    this.attributes = attributes;
    this.messages = messages;
  }

  /** Looks at what is there. A folder is fine; a file has at least one byte. */
  public static StoredFile at(Path path) throws ProblemException {
    ArchiveMessages messages = new ArchiveMessages(path);
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      StoredFile stored = new StoredFile(path, attributes, messages);
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
    return attributes.size();
  }

  public boolean isDirectory() {
    return attributes.isDirectory();
  }

  /** Opens the file. */
  public SeekableInput open() throws ProblemException {
    try {
      return new SeekableInput(path);
    } catch (IOException e) {
      throw Failures.find(e).orElseGet(() -> problem(e).exception(e));
    }
  }

  /**
   * Whether size or modification time are no longer those it had, or it is gone.
   *
   * @throws IOException when that cannot be seen
   */
  public boolean hasChanged() throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.size() != attributes.size()
          || !now.lastModifiedTime().equals(attributes.lastModifiedTime());
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Why reading failed. */
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
    if (attributes.isRegularFile() && attributes.size() == 0) {
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
    return new Problem(
        ProblemCode.BACKUP_MISSING,
        folderIsThere
            ? "There is no backup named " + name + "."
            : "There is no backup named " + name + ": its folder does not exist.",
        "Check the spelling, or list the backups to see which ones there are.");
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
}
