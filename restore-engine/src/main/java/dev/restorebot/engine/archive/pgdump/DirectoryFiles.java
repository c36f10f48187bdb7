package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.DigestInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.LocalCopy;
import dev.restorebot.engine.archive.OpenInput;
import dev.restorebot.engine.archive.unwrap.SidecarFiles;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a directory backup as one sequence of bytes, so that they have one SHA-256: sorted
 * by their name below the folder (with {@code /}), without those that file managers and checksum
 * tools leave there; of each the name, a zero byte, the size in decimal, a zero byte, the content.
 */
public final class DirectoryFiles {
  private final Path folder;
  private final ArchiveMessages messages;
  private final Optional<LocalCopy> copy;

  /** Something that is done with each file. */
  public interface Visitor {
    /**
     * Takes a file. What it does not read is hashed all the same.
     *
     * @param content may be closed or not
     */
    void take(Path file, InputStream content) throws IOException, ProblemException;
  }

  /**
   * Goes over that folder.
   *
   * @param copy is filled while the files are read, and read instead of them once it is complete
   */
  public DirectoryFiles(Path folder, ArchiveMessages messages, Optional<LocalCopy> copy) {
    this.folder = folder;
    this.messages = messages;
    this.copy = copy;
  }

  /** Returns the files that are there now, or in the complete copy, in their order. */
  public List<Path> list() throws IOException {
    if (fromCopy()) {
      return copy.get().names().stream().map(folder::resolve).toList();
    }
    List<Path> all = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.filter(Files::isRegularFile)
          .filter(file -> !SidecarFiles.test(file.getFileName().toString()))
          .forEach(all::add);
    }
    all.sort((a, b) -> folder.relativize(a).toString().compareTo(folder.relativize(b).toString()));
    return all;
  }

  /**
   * Reads these files once, in this order.
   *
   * @throws IOException also when one changes while it is read
   */
  public void read(Iterable<Path> files, DigestInput.Reading reading, Visitor visitor)
      throws IOException, ProblemException {
    for (Path file : files) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      long size = fromCopy() ? copy.get().size(name) : Files.size(file);
      reading.label((name + "\0" + size + "\0").getBytes(StandardCharsets.UTF_8));
      long before = reading.count();
      try (DigestInput stored = new DigestInput(open(file, name), reading)) {
        visitor.take(file, new OpenInput(stored));
        stored.drain();
      }
      if (reading.count() - before != size) {
        throw Failures.io(messages.changed());
      }
    }
  }

  private InputStream open(Path file, String name) throws IOException {
    if (fromCopy()) {
      return copy.get().open(name);
    }
    InputStream original = Files.newInputStream(file);
    return copy.isEmpty() ? original : copy.get().storing(name, original);
  }

  private boolean fromCopy() {
    return copy.filter(LocalCopy::isComplete).isPresent();
  }
}
