package dev.restorebot.engine.archive.reader;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.DigestInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.RoleDefinitions;
import dev.restorebot.engine.archive.SeekableInput;
import dev.restorebot.engine.archive.SeveralDatabasesException;
import dev.restorebot.engine.archive.StoredFile;
import dev.restorebot.engine.archive.Wrapper;
import dev.restorebot.engine.archive.pgdump.DirectoryArchive;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.archive.plain.PlainSql;
import dev.restorebot.engine.archive.unwrap.Payload;
import dev.restorebot.engine.archive.unwrap.Unwrapper;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Reads what a backup is, without a server: {@code pg_dump}'s custom, tar, directory and plain
 * formats, with compression, tar and encryption around them, recognised by content alone.
 *
 * <p>Stricter than pg_restore, which skips damaged parts of an archive without a word: here
 * everything that pg_dump cannot have written is an error. Every failure is a {@link
 * ProblemException} in words for a person; the problem's code tells what kind it is. Everything
 * streams: memory does not grow with the backup, but for its table of contents. Thread-safe.
 */
public final class ArchiveReader {
  private final ArchiveKey key;

  /** Encrypted backups are opened with this key. */
  public ArchiveReader(ArchiveKey key) {
    this.key = key;
  }

  /**
   * A quick look: what it is, its header and its table of contents. Well under a second at any
   * size.
   *
   * <p>Also looks at the end as far as that is quick, so most truncated backups are found: a custom
   * archive whose table of contents gives the places of the data must end where its last data ends;
   * all files that a folder's table of contents names must be there; a large SQL file must have
   * pg_dump's last line; what is compressed, encrypted or was dumped to a pipe is read to its end
   * up to 64 MB. Nothing of this replaces {@link #readWhole}, and {@code readWhole} of the result
   * is false. SQL that is larger than that has no entries here, rather than some of them.
   *
   * @throws ProblemException when it is missing, unreadable, encrypted with another key, none of
   *     these formats, truncated or damaged
   */
  public BackupArchive inspect(Path file) throws ProblemException {
    StoredFile stored = StoredFile.at(file);
    try {
      if (stored.isDirectory()) {
        DirectoryArchive directory = new DirectoryArchive(file, stored.messages());
        Contents contents = directory.inspect();
        return result(
            stored, directory.size(), Optional.empty(), List.of(), contents, Optional.empty());
      }
      try (SeekableInput in = stored.open()) {
        Payload payload = unwrapper(stored).unwrap(in, stored.size());
        try (InputStream open = payload.input()) {
          Contents contents = new DumpReader(stored.messages()).inspect(payload, in, stored.size());
          return result(
              stored,
              stored.size(),
              Optional.empty(),
              payload.wrappers(),
              contents,
              Optional.empty());
        }
      }
    } catch (IOException e) {
      throw problem(stored, e);
    }
  }

  /**
   * Reads every byte as stored, once, from start to end: SHA-256, everything around the dump taken
   * off with its checksums and padding, and the dump's structure walked, so that it is certain that
   * the backup reads to its end and everything in its table of contents is there. Data that is
   * compressed within a custom archive is passed over; pg_restore checks that.
   *
   * <p>The SHA-256 of a folder goes over all its files, sorted by relative name: the name, a zero
   * byte, the size in decimal, a zero byte, the content.
   *
   * @param progress hears of every few megabytes
   * @param cancellation asked before every read
   * @throws ProblemException as {@link #inspect}, and when the file changes meanwhile
   * @throws CancellationException when cancelled
   */
  public BackupArchive readWhole(Path file, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    return readWhole(file, new Part(Optional.empty(), false), progress, cancellation);
  }

  /**
   * As {@link #readWhole(Path, ProgressListener, Cancellation)}; of a plain SQL file that holds
   * several databases, such as pg_dumpall's, only that database, with the roles that the file
   * creates. Of any other file the name is not looked at. A file of several is then read as far as
   * it takes to know that, and once more to its end.
   *
   * @param database its name, exactly as the file has it; empty to refuse a file of several
   * @throws SeveralDatabasesException when the file holds several, and not one of that name
   */
  public BackupArchive readWhole(
      Path file, Optional<String> database, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    try {
      return readWhole(
          file, new Part(Optional.empty(), database.isPresent()), progress, cancellation);
    } catch (SeveralDatabasesException e) {
      if (database.isEmpty()) {
        throw e;
      }
      return readWhole(file, new Part(database, false), progress, cancellation);
    }
  }

  /**
   * What to read of a plain SQL file.
   *
   * @param database the database of a file of several; empty for the whole file
   * @param quickly whether to stop when it is known to hold several
   */
  private record Part(Optional<String> database, boolean quickly) {}

  private BackupArchive readWhole(
      Path file, Part part, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    StoredFile stored = StoredFile.at(file);
    try {
      BackupArchive result =
          stored.isDirectory()
              ? readFolder(stored, progress, cancellation)
              : readFile(stored, part, progress, cancellation);
      if (!stored.isDirectory() && stored.hasChanged()) {
        throw stored.messages().changed().exception();
      }
      return result;
    } catch (IOException e) {
      cancellation.check();
      throw problem(stored, e);
    }
  }

  /**
   * The dump with everything around it taken off. An {@link IOException} while it is read carries
   * what is wrong with the backup; see {@link #problemOf}. The caller closes it.
   *
   * @throws ProblemException as {@link #inspect}; for a folder, which is no stream, with {@code
   *     BACKUP_IS_A_DIRECTORY}
   */
  public InputStream open(Path file) throws ProblemException {
    return openPayload(file).input();
  }

  /**
   * As {@link #open}, for SQL: the stream's index grows as it is read, so that an error of psql can
   * be attributed to an object at no extra cost.
   *
   * @param section the database that is wanted of a file of several; empty for the whole file
   */
  public IndexedDump openIndexed(Path file, Optional<String> section) throws ProblemException {
    return new IndexedDump(openPayload(file).input(), new ArchiveMessages(file), section);
  }

  /**
   * Reads the roles that a globals file creates ({@code pg_dumpall --globals-only}).
   *
   * @throws ProblemException as {@link #inspect}
   */
  public RoleDefinitions roles(Path file) throws ProblemException {
    StoredFile stored = StoredFile.at(file);
    try (PeekInput input = openPayload(file).input()) {
      return new PlainSql(stored.messages()).roles(input);
    } catch (IOException e) {
      throw problem(stored, e);
    }
  }

  /** Returns what is wrong with the backup, if that is why a stream of {@link #open} failed. */
  public static Optional<ProblemException> problemOf(Throwable failure) {
    return Failures.find(failure);
  }

  private Payload openPayload(Path file) throws ProblemException {
    StoredFile stored = StoredFile.at(file);
    if (stored.isDirectory()) {
      throw stored.messages().folderIsNoStream().exception();
    }
    SeekableInput in = stored.open();
    try {
      return unwrapper(stored).unwrap(in, stored.size());
    } catch (IOException e) {
      close(in);
      throw problem(stored, e);
    }
  }

  private BackupArchive readFile(
      StoredFile stored, Part part, ProgressListener progress, Cancellation cancellation)
      throws IOException, ProblemException {
    DigestInput.Reading reading =
        new DigestInput.Reading(stored.messages().name(), stored.size(), progress, cancellation);
    try (DigestInput in = new DigestInput(stored.open(), reading);
        Cancellation.Registration ignored = cancellation.onCancel(() -> close(in))) {
      Payload payload = unwrapper(stored).unwrap(in, stored.size());
      try (InputStream open = payload.input()) {
        Contents contents =
            new DumpReader(stored.messages()).readWhole(payload, part.database(), part.quickly());
        payload.drain(); // the end of what is encrypted proves that it is whole
        in.drain();
        return result(
            stored,
            reading.count(),
            Optional.of(reading.finish()),
            payload.wrappers(),
            contents,
            part.database());
      }
    }
  }

  private static BackupArchive readFolder(
      StoredFile stored, ProgressListener progress, Cancellation cancellation) throws IOException {
    DirectoryArchive directory = new DirectoryArchive(stored.path(), stored.messages());
    directory.inspect();
    long size = directory.size();
    DigestInput.Reading reading =
        new DigestInput.Reading(stored.messages().name(), size, progress, cancellation);
    Contents contents = directory.readWhole(reading);
    return result(
        stored,
        reading.count(),
        Optional.of(reading.finish()),
        List.of(),
        contents,
        Optional.empty());
  }

  private static BackupArchive result(
      StoredFile stored,
      long size,
      Optional<String> sha256,
      List<Wrapper> wrappers,
      Contents contents,
      Optional<String> section) {
    return new BackupArchive(
        stored.path(),
        size,
        wrappers,
        contents.format(),
        contents.header(),
        contents.entries(),
        contents.sql(),
        contents.roles(),
        section,
        sha256,
        sha256.isPresent());
  }

  private Unwrapper unwrapper(StoredFile stored) {
    return new Unwrapper(key, stored.messages());
  }

  /** A file that changes while it is read is neither truncated nor damaged. */
  private static ProblemException problem(StoredFile stored, IOException e) {
    try {
      if (!stored.isDirectory() && stored.hasChanged()) {
        return stored.messages().changed().exception(e);
      }
    } catch (IOException unseen) {
      e.addSuppressed(unseen);
    }
    return Failures.find(e).orElseGet(() -> stored.problem(e).exception(e));
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // what made it useless is reported instead
    }
  }
}
