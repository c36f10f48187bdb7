package dev.restorebot.engine.archive.uploads;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.StoredFile;
import dev.restorebot.engine.archive.WholeRead;
import dev.restorebot.engine.archive.unwrap.Payload;
import dev.restorebot.engine.archive.unwrap.Unwrapper;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A tar of files while it is read. For one thread. */
public final class TarballInput implements Closeable {
  private final WholeRead read;
  private final Payload payload;
  private final TarWalk walk;

  private TarballInput(StoredFile stored, WholeRead read, Payload payload) {
    this.read = read;
    this.payload = payload;
    long limit = UnpackLimit.of(stored.size());
    TarballMessages messages = new TarballMessages(stored.messages());
    this.walk =
        new TarWalk(
            new PeekInput(new UnpackLimit(payload.input(), limit, messages)),
            limit,
            stored.messages());
  }

  static TarballInput open(
      StoredFile stored,
      Optional<String> sha256,
      ArchiveKey key,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    WholeRead read = new WholeRead(stored, sha256, Optional.empty(), progress, cancellation);
    try {
      Payload payload =
          new Unwrapper(key, stored.messages()).unwrapToTar(read.input(), stored.size());
      if (payload.content() != Content.TAR) {
        throw new TarballMessages(stored.messages()).noTar("is a dump of a database");
      }
      return new TarballInput(stored, read, payload);
    } catch (IOException e) {
      try (read) {
        cancellation.check();
        throw read.problem(e);
      }
    }
  }

  /**
   * The next entry, past what is left of the one before; nothing at the end.
   *
   * @throws IOException that carries what is wrong with the archive; see {@link #problem}
   */
  public Optional<TarballEntry> next() throws IOException {
    return walk.next();
  }

  /** The content of the last entry; ends where that ends. */
  public InputStream content() {
    return walk.content();
  }

  /** Ends it, after the last entry: what else is stored is read, and must belong to it. */
  public Tarball finish() throws IOException {
    payload.drain(); // the end of what is encrypted proves that it is whole
    String sha256 = read.finish();
    return new Tarball(read.count(), sha256);
  }

  /** Returns what is wrong, when reading it failed with that. */
  public ProblemException problem(IOException failure) {
    return read.problem(failure);
  }

  /** As above, for a failure that has come back from where its entries went. */
  public ProblemException problem(ProblemException failure) {
    return read.problem(failure);
  }

  @Override
  public void close() {
    try {
      payload.input().close();
    } catch (IOException e) {
      // what made it useless is reported instead
    }
    read.close();
  }
}
