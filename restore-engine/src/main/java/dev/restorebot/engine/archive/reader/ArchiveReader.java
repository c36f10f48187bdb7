package dev.restorebot.engine.archive.reader;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.DigestInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.LocalCopy;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.RoleDefinitions;
import dev.restorebot.engine.archive.SeekableInput;
import dev.restorebot.engine.archive.SeveralDatabasesException;
import dev.restorebot.engine.archive.StoredFile;
import dev.restorebot.engine.archive.Tee;
import dev.restorebot.engine.archive.WholeRead;
import dev.restorebot.engine.archive.Wrapper;
import dev.restorebot.engine.archive.pgdump.DirectoryArchive;
import dev.restorebot.engine.archive.pgdump.DirectoryFiles;
import dev.restorebot.engine.archive.plain.PlainSql;
import dev.restorebot.engine.archive.plain.RoleLines;
import dev.restorebot.engine.archive.unwrap.Payload;
import dev.restorebot.engine.archive.unwrap.Unwrapper;
import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Reads what a backup is, without a server: {@code pg_dump}'s custom, tar, directory and plain
 * formats, with compression, tar and encryption around them, recognised by content alone.
 *
 * <p>Stricter than pg_restore, which skips damaged parts of an archive without a word: here
 * everything that pg_dump cannot have written is an error. Every failure is a {@link
 * ProblemException} in words for a person; the problem's code tells what kind it is. Everything
 * streams: memory does not grow with the backup, but for its table of contents. Thread-safe.
 */
public final class ArchiveReader implements Closeable {
  private final ArchiveKey key;
  private final boolean keepsCopies;
  private Optional<LocalCopy> copy = Optional.empty();
  private Optional<StoredFile> copied = Optional.empty();

  /** Encrypted backups are opened with this key. */
  public ArchiveReader(ArchiveKey key) {
    this(key, false);
  }

  private ArchiveReader(ArchiveKey key, boolean keepsCopies) {
    this.key = key;
    this.keepsCopies = keepsCopies;
  }

  /**
   * Returns a reader for one backup that is going to be loaded: one of a remote is downloaded once.
   * {@link #readWhole} keeps its bytes in a {@link LocalCopy}, if no {@link Tee} wants them and the
   * disk has room, and {@link #readAgain} takes them from there. To be used by one thread at a
   * time, and closed.
   */
  public ArchiveReader forOneRestore() {
    return new ArchiveReader(key, true);
  }

  /** Frees the copy, if there is one. */
  @Override
  public void close() {
    copy.ifPresent(LocalCopy::close);
    copy = Optional.empty();
    copied = Optional.empty();
  }

  private void copy(StoredFile stored, long size) {
    copy = keepsCopies ? LocalCopy.of(stored.path(), size) : Optional.empty();
    copied = copy.map(made -> stored);
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
    return inspect(file, false);
  }

  /**
   * Returns what a backup says at its beginning, within a moment at any size; empty where that
   * cannot be read, as {@link #readWhole} will say, or takes a download. It may be called during
   * another read.
   */
  public Optional<BackupArchive> head(Path file) {
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      return Optional.empty();
    }
    try {
      return Optional.of(inspect(file, true));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private BackupArchive inspect(Path file, boolean headOnly) throws ProblemException {
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
          long size = headOnly ? Long.MAX_VALUE : stored.size(); // of a large one only the head
          Contents contents = new DumpReader(stored.messages()).inspect(payload, in, size);
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

  /** Returns the database that a backup's content names; empty when none, or it cannot be read. */
  public Optional<String> databaseIn(Path file) {
    try {
      return inspect(file).header().database();
    } catch (ProblemException e) {
      return Optional.empty(); // its test will tell
    }
  }

  /**
   * Reads every byte as stored, once, from start to end: SHA-256, everything around the dump taken
   * off with its checksums and padding, and the dump's structure walked, so that it is certain that
   * the backup reads to its end and everything in its table of contents is there. Data that is
   * compressed within a custom archive is passed over; pg_restore checks that.
   *
   * <p>{@link DirectoryFiles} says what the SHA-256 of a folder goes over. That of a file which was
   * split goes over its parts in their order, as if they were one file.
   *
   * @param progress hears of every few megabytes
   * @param cancellation asked before every read
   * @throws ProblemException as {@link #inspect}, and when the file changes meanwhile
   * @throws CancellationException when cancelled
   */
  public BackupArchive readWhole(Path file, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    return readWhole(file, Part.WHOLE, Optional.empty(), Tee.none(), progress, cancellation);
  }

  /**
   * As {@link #readWhole(Path, ProgressListener, Cancellation)}, of a backup that somebody
   * approved.
   *
   * @param sha256 what it had then
   * @throws ProblemException with {@code BACKUP_CHANGED} when these are other bytes, whatever they
   *     are now
   */
  public BackupArchive readApproved(
      Path file, String sha256, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    return readWhole(file, Part.WHOLE, Optional.of(sha256), Tee.none(), progress, cancellation);
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
    return readWhole(file, database, Tee.none(), progress, cancellation);
  }

  /**
   * As {@link #readWhole(Path, Optional, ProgressListener, Cancellation)}, and passes the dump on
   * to somebody who wants it: an archive whose table of contents comes before its data, without
   * what lies around it. No other copy of it is kept then.
   *
   * @param tee has all of it, stored or abandoned, when this returns; abandoned when this fails
   */
  public BackupArchive readWhole(
      Path file,
      Optional<String> database,
      Tee tee,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    try {
      Part first = new Part(Optional.empty(), database.isPresent());
      return readWhole(file, first, Optional.empty(), tee, progress, cancellation);
    } catch (SeveralDatabasesException e) {
      if (database.isEmpty()) {
        throw e;
      }
      Part wanted = new Part(database, false);
      return readWhole(file, wanted, Optional.empty(), tee, progress, cancellation);
    }
  }

  /**
   * The databases of a plain SQL file that are read.
   *
   * @param database the database of a file of several; empty for the whole file
   * @param quickly whether to stop when it is known to hold several
   */
  private record Part(Optional<String> database, boolean quickly) {
    static final Part WHOLE = new Part(Optional.empty(), false);
  }

  private BackupArchive readWhole(
      Path file,
      Part part,
      Optional<String> expected,
      Tee tee,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    try (Cancellation.Registration ignored = cancellation.onCancel(tee::abandon)) {
      StoredFile stored = StoredFile.at(file);
      close();
      return stored.isDirectory()
          ? readFolder(stored, expected, progress, cancellation)
          : readFile(stored, part, expected, tee, progress, cancellation);
    } finally {
      tee.abandon();
    }
  }

  /** Something that reads a dump. */
  public interface Use<T> {
    /**
     * Reads it.
     *
     * @param dump the dump with everything around it taken off. An {@link IOException} of it
     *     carries what is wrong with the backup; see {@link #problemOf}
     */
    T of(PeekInput dump) throws IOException, ProblemException;
  }

  /**
   * Reads a backup again, to load it: the only way to its bytes after {@link #readWhole}. They are
   * hashed on their way to {@code use}, to the end of the file whatever it reads of them, and the
   * file is opened once; so what it read has the SHA-256 of the first read, or this fails.
   *
   * @param archive a backup that was read whole, no folder
   * @param cancellation closes the file
   * @throws ProblemException of {@code use}, or with {@code BACKUP_CHANGED} when these are not the
   *     bytes of the first read: then what {@code use} made of them must be discarded
   */
  public <T> T readAgain(BackupArchive archive, Cancellation cancellation, Use<T> use)
      throws ProblemException {
    StoredFile stored = storedAgain(archive, false);
    try (WholeRead read =
        new WholeRead(stored, first(archive), copy, ProgressListener.none(), cancellation)) {
      try {
        T made;
        try (PeekInput dump = unwrapper(stored).unwrap(read.input(), stored.size()).input()) {
          made = use.of(dump);
        }
        String unused = read.finish();
        return made;
      } catch (IOException e) {
        cancellation.check();
        throw read.problem(e);
      } catch (ProblemException e) {
        cancellation.check();
        throw read.problem(e);
      }
    }
  }

  /**
   * As {@link #readAgain}, for a folder: file by file.
   *
   * @throws ProblemException as {@link #readAgain}
   */
  public void readFolderAgain(
      BackupArchive archive, Cancellation cancellation, DirectoryFiles.Visitor visitor)
      throws ProblemException {
    StoredFile stored = storedAgain(archive, true);
    DigestInput.Reading reading =
        new DigestInput.Reading(
            stored.messages().name(), archive.sizeBytes(), ProgressListener.none(), cancellation);
    try {
      DirectoryFiles files = new DirectoryFiles(stored.path(), stored.messages(), copy);
      files.read(files.list(), reading, visitor);
    } catch (IOException e) {
      cancellation.check();
      throw problem(stored, e);
    }
    if (!reading.finish().equals(first(archive).get())) {
      throw stored.messages().replaced().exception();
    }
  }

  private static Optional<String> first(BackupArchive archive) {
    return Optional.of(
        archive
            .sha256()
            .orElseThrow(() -> new IllegalArgumentException("was not read to its end")));
  }

  /** Finds the file again. One that was a good backup and is none any more counts as changed. */
  private StoredFile storedAgain(BackupArchive archive, boolean isFolder) throws ProblemException {
    if (copy.filter(LocalCopy::isComplete).isPresent()) {
      return copied.get();
    }
    try {
      StoredFile stored = StoredFile.at(archive.file());
      if (stored.isDirectory() == isFolder) {
        return stored;
      }
    } catch (ProblemException e) {
      switch (e.problem().code()) {
        case BACKUP_EMPTY, BACKUP_TRUNCATED, BACKUP_NOT_RECOGNISED -> {}
        default -> throw e;
      }
    }
    throw new ArchiveMessages(archive.file()).replaced().exception();
  }

  /**
   * Statements about roles.
   *
   * @param sha256 of the file as stored
   * @param statements with passwords: never to be shown or logged
   */
  public record RoleStatements(String sha256, List<String> statements) {
    @Override
    public String toString() {
      return statements.size() + " statements about roles (not shown)";
    }
  }

  /**
   * Reads the statements about roles in a globals file ({@code pg_dumpall --globals-only}).
   *
   * @throws ProblemException as {@link #inspect}
   */
  public RoleStatements roleStatements(Path file) throws ProblemException {
    StoredFile stored = StoredFile.at(file);
    try (WholeRead read =
        new WholeRead(
            stored,
            Optional.empty(),
            Optional.empty(),
            ProgressListener.none(),
            new Cancellation())) {
      try {
        Payload payload = unwrapper(stored).unwrap(read.input(), stored.size());
        List<String> statements;
        try (InputStream input = payload.input()) {
          statements = RoleLines.of(input);
          payload.drain();
        }
        return new RoleStatements(read.finish(), statements);
      } catch (IOException e) {
        throw read.problem(e);
      }
    }
  }

  /**
   * Reads the roles that a globals file creates ({@code pg_dumpall --globals-only}).
   *
   * @throws ProblemException as {@link #inspect}
   */
  public RoleDefinitions roles(Path file) throws ProblemException {
    StoredFile stored = StoredFile.at(file);
    try (WholeRead read =
        new WholeRead(
            stored,
            Optional.empty(),
            Optional.empty(),
            ProgressListener.none(),
            new Cancellation())) {
      try {
        Payload payload = unwrapper(stored).unwrap(read.input(), stored.size());
        RoleDefinitions roles;
        try (PeekInput input = payload.input()) {
          roles = new PlainSql(stored.messages()).roles(input);
          payload.drain();
        }
        String unused = read.finish();
        return roles;
      } catch (IOException e) {
        throw read.problem(e);
      }
    }
  }

  /**
   * Returns what is wrong with the backup, if that is why a stream of {@link #readAgain} failed.
   */
  public static Optional<ProblemException> problemOf(Throwable failure) {
    return Failures.find(failure);
  }

  private BackupArchive readFile(
      StoredFile stored,
      Part part,
      Optional<String> expected,
      Tee tee,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    copy(stored, stored.size());
    try (WholeRead read = new WholeRead(stored, expected, copy, progress, cancellation)) {
      try {
        Payload payload = unwrapper(stored).unwrap(read.input(), stored.size());
        if (payload.content() == Content.PGDMP || payload.content() == Content.TAR) {
          payload = payload.through(tee);
        }
        try (InputStream open = payload.input()) {
          List<Wrapper> wrappers = payload.wrappers();
          Consumer<Contents> head = found -> passOn(stored, wrappers, found, tee);
          Contents contents =
              new DumpReader(stored.messages())
                  .readWhole(payload, part.database(), part.quickly(), head);
          payload.drain(); // the end of what is encrypted proves that it is whole
          String sha256 = read.finish();
          tee.end(sha256);
          return result(
              stored, read.count(), Optional.of(sha256), wrappers, contents, part.database());
        }
      } catch (IOException e) {
        cancellation.check();
        throw read.problem(e);
      }
    }
  }

  /** Keeps no copy of a dump that somebody else stores. */
  private void passOn(StoredFile stored, List<Wrapper> wrappers, Contents head, Tee tee) {
    BackupArchive found =
        result(stored, stored.size(), Optional.empty(), wrappers, head, Optional.empty());
    if (tee.head(found)) {
      copy.ifPresent(LocalCopy::abandon);
    }
  }

  private BackupArchive readFolder(
      StoredFile stored,
      Optional<String> expected,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    try {
      DirectoryArchive directory = new DirectoryArchive(stored.path(), stored.messages());
      directory.inspect();
      long size = directory.size();
      copy(stored, size);
      DigestInput.Reading reading =
          new DigestInput.Reading(stored.messages().name(), size, progress, cancellation);
      Contents contents = directory.readWhole(reading, copy);
      copy.ifPresent(LocalCopy::finish);
      String sha256 = reading.finish();
      if (!sha256.equals(expected.orElse(sha256))) {
        throw stored.messages().replaced().exception();
      }
      return result(
          stored, reading.count(), Optional.of(sha256), List.of(), contents, Optional.empty());
    } catch (IOException e) {
      cancellation.check();
      ProblemException problem = problem(stored, e);
      if (expected.isPresent() && problem.problem().code().blame() == Blame.BACKUP) {
        requireFolder(stored, expected.get(), cancellation);
      }
      throw problem;
    }
  }

  /** Refuses a folder with another SHA-256 as replaced, whatever else is wrong with it. */
  private static void requireFolder(StoredFile stored, String sha256, Cancellation cancellation)
      throws ProblemException {
    DigestInput.Reading reading =
        new DigestInput.Reading(stored.messages().name(), 0, ProgressListener.none(), cancellation);
    try {
      DirectoryFiles files = new DirectoryFiles(stored.path(), stored.messages(), Optional.empty());
      files.read(files.list(), reading, (file, content) -> {});
    } catch (IOException e) {
      throw problem(stored, e);
    }
    if (!reading.finish().equals(sha256)) {
      throw stored.messages().replaced().exception();
    }
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
}
