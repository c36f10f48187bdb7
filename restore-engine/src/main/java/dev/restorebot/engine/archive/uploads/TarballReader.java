package dev.restorebot.engine.archive.uploads;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.StoredFile;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads tars of files (what an application keeps beside its database) as {@link ArchiveReader}
 * reads dumps: recognised by content, with gzip, zstd and encryption around them, to their end, as
 * a stream, in memory that does not grow. Never unpacks anything to a disk. Refuses what would lead
 * out of the folder it is unpacked to, devices, and what unpacks to far more than its size.
 * Thread-safe.
 */
public final class TarballReader {
  private final ArchiveKey key;

  /** Encrypted archives are opened with this key. */
  public TarballReader(ArchiveKey key) {
    this.key = key;
  }

  /**
   * Reads all of it.
   *
   * @param sha256 what it must have; empty when it is read for the first time
   * @param visitor told of every entry, in order
   * @throws ProblemException when it is missing, unreadable, damaged, cut off, unsafe, or changed
   *     while it was read
   */
  public Tarball readWhole(
      Path file,
      Optional<String> sha256,
      Consumer<TarballEntry> visitor,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    try (TarballInput in = open(file, sha256, progress, cancellation)) {
      try {
        Optional<TarballEntry> entry = in.next();
        while (entry.isPresent()) {
          visitor.accept(entry.get());
          entry = in.next();
        }
        return in.finish();
      } catch (IOException e) {
        cancellation.check();
        throw in.problem(e);
      }
    }
  }

  /**
   * Opens it, to be read entry by entry. The caller closes it.
   *
   * @param sha256 what it must have; empty when it is read for the first time
   * @throws ProblemException when it cannot be opened, or is no tar
   */
  public TarballInput open(
      Path file, Optional<String> sha256, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    StoredFile stored = StoredFile.at(file);
    if (stored.isDirectory()) {
      throw stored.messages().folderIsNoStream().exception();
    }
    return TarballInput.open(stored, sha256, key, progress, cancellation);
  }
}
