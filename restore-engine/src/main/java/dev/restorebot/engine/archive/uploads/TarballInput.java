package dev.restorebot.engine.archive.uploads;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.archive.DigestInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.StoredFile;
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
  private final StoredFile stored;
  private final DigestInput.Reading reading;
  private final DigestInput below;
  private final Payload payload;
  private final TarWalk walk;
  private final Cancellation.Registration registration;

  private TarballInput(
      StoredFile stored,
      DigestInput.Reading reading,
      DigestInput below,
      Payload payload,
      Cancellation cancellation) {
    this.stored = stored;
    this.reading = reading;
    this.below = below;
    this.payload = payload;
    long limit = UnpackLimit.of(stored.size());
    TarballMessages messages = new TarballMessages(stored.messages());
    this.walk =
        new TarWalk(
            new PeekInput(new UnpackLimit(payload.input(), limit, messages)),
            limit,
            stored.messages());
    this.registration = cancellation.onCancel(() -> quietly(below));
  }

  static TarballInput open(
      StoredFile stored, ArchiveKey key, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    DigestInput.Reading reading =
        new DigestInput.Reading(stored.messages().name(), stored.size(), progress, cancellation);
    DigestInput in = new DigestInput(stored.open(), reading);
    try {
      Payload payload = new Unwrapper(key, stored.messages()).unwrapToTar(in, stored.size());
      if (payload.content() != Content.TAR) {
        throw new TarballMessages(stored.messages()).noTar("is a dump of a database");
      }
      return new TarballInput(stored, reading, in, payload, cancellation);
    } catch (IOException e) {
      quietly(in);
      cancellation.check();
      throw problem(stored, e);
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
    below.drain();
    if (stored.hasChanged()) {
      throw Failures.io(stored.messages().changed());
    }
    return new Tarball(reading.count(), reading.finish());
  }

  /** Returns what is wrong, when reading it failed with that. */
  public ProblemException problem(IOException failure) {
    return problem(stored, failure);
  }

  private static ProblemException problem(StoredFile stored, IOException e) {
    try {
      if (stored.hasChanged()) {
        return stored.messages().changed().exception(e);
      }
    } catch (IOException unseen) {
      e.addSuppressed(unseen);
    }
    return Failures.find(e).orElseGet(() -> stored.problem(e).exception(e));
  }

  @Override
  public void close() {
    registration.close();
    quietly(payload.input());
    quietly(below);
  }

  private static void quietly(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // what made it useless is reported instead
    }
  }
}
