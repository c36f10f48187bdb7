package dev.restorebot.engine.archive;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * One read of a stored file from its first byte to its last. Each byte is hashed before anything
 * else sees it, and the file is opened once: what has this read's SHA-256 is what was passed on.
 */
public final class WholeRead implements Closeable {
  private static final String WHOLE = "";

  private final StoredFile stored;
  private final Optional<String> expected;
  private final Optional<LocalCopy> copy;
  private final DigestInput.Reading reading;
  private final DigestInput in;

  /**
   * Opens the file.
   *
   * @param expected the SHA-256 that it must have; empty when it is read for the first time
   * @param copy is filled by the first read, and read instead of the file by the next
   * @throws ProblemException when it cannot be opened
   */
  public WholeRead(
      StoredFile stored,
      Optional<String> expected,
      Optional<LocalCopy> copy,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    this.stored = stored;
    this.expected = expected;
    this.copy = copy;
    this.reading =
        new DigestInput.Reading(stored.messages().name(), stored.size(), progress, cancellation);
    this.in = new DigestInput(open(), reading);
  }

  private InputStream open() throws ProblemException {
    try {
      if (copy.isEmpty()) {
        return stored.open();
      }
      if (fromCopy()) {
        return copy.get().open(WHOLE);
      }
      copy.get().begin();
      return copy.get().storing(WHOLE, stored.open());
    } catch (IOException e) {
      throw stored.problem(e).exception(e);
    }
  }

  private boolean fromCopy() {
    return copy.filter(LocalCopy::isComplete).isPresent();
  }

  /** Returns the bytes as stored. Closing the stream leaves the rest of the file to be hashed. */
  public InputStream input() {
    return new OpenInput(in);
  }

  /** Returns the number of bytes that were read. */
  public long count() {
    return reading.count();
  }

  /**
   * Reads what is left and returns the SHA-256 of all bytes. The read is over.
   *
   * @throws IOException that carries a {@code BACKUP_CHANGED} when the file changed meanwhile, or
   *     is not the expected one
   */
  public String finish() throws IOException {
    in.drain();
    if (!fromCopy() && stored.hasChanged()) {
      throw Failures.io(stored.messages().changed());
    }
    String sha256 = reading.finish();
    if (expected.isPresent() && !expected.get().equals(sha256)) {
      throw Failures.io(stored.messages().replaced());
    }
    copy.ifPresent(LocalCopy::finish);
    return sha256;
  }

  /**
   * Converts a failure of this read into a problem. Bytes that changed meanwhile, or are not the
   * expected ones, are neither truncated nor damaged, whatever they look like.
   */
  public ProblemException problem(IOException failure) {
    return unlessChanged(
        Failures.find(failure).orElseGet(() -> stored.problem(failure).exception(failure)));
  }

  /** As above, for what became of these bytes elsewhere. */
  public ProblemException problem(ProblemException failure) {
    return failure.problem().code().blame() == Blame.BACKUP ? unlessChanged(failure) : failure;
  }

  private ProblemException unlessChanged(ProblemException failure) {
    if (failure.problem().code() == ProblemCode.BACKUP_CHANGED) {
      return failure;
    }
    try {
      if (!fromCopy() && stored.hasChanged()) {
        return stored.messages().changed().exception(failure);
      }
      if (expected.isPresent()) {
        String unused = finish();
      }
    } catch (IOException e) {
      Optional<ProblemException> changed =
          Failures.find(e).filter(why -> why.problem().code() == ProblemCode.BACKUP_CHANGED);
      if (changed.isPresent()) {
        return changed.get().problem().exception(failure);
      }
      failure.addSuppressed(e);
    }
    return failure;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // what made it useless is reported instead
    }
  }
}
