package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BlockInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.task.ChildProgram;
import dev.restorebot.engine.task.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Decrypts through another program, as a stream. The end is reached only when the program has read
 * everything and says that all is well: it proves the integrity of the last bytes after it has
 * written them.
 *
 * <p>A thread of its own feeds the program. What is stored is read by that thread only, until the
 * end was reached.
 */
final class ProgramInput extends BlockInput {
  private final PeekInput stored;
  private final DecryptionCommand command;
  private final ArchiveMessages messages;
  private final ChildProgram program;
  private final Thread feeder;
  private volatile Optional<Exception> unread = Optional.empty();
  private volatile boolean refused;
  private volatile boolean closed;
  private boolean ended;

  private ProgramInput(
      PeekInput stored, DecryptionCommand command, ArchiveMessages messages, ChildProgram program) {
    this.stored = stored;
    this.command = command;
    this.messages = messages;
    this.program = program;
    this.feeder = Threads.start(command.name() + "-input", this::feed);
  }

  /** Starts the program. */
  static InputStream open(PeekInput stored, DecryptionCommand command, ArchiveMessages messages)
      throws IOException {
    Optional<Problem> obstacle = command.obstacle();
    if (obstacle.isPresent()) {
      throw Failures.io(obstacle.get());
    }
    ChildProgram program;
    try {
      program = ChildProgram.start(ChildProgram.prepare(command.words()), command.name());
    } catch (IOException e) {
      throw Failures.io(command.missing());
    }
    return new ProgramInput(stored, command, messages, program);
  }

  private void feed() {
    byte[] buffer = new byte[PeekInput.CAPACITY];
    try (OutputStream out = program.process().getOutputStream()) {
      while (true) {
        int n;
        try {
          n = stored.read(buffer, 0, buffer.length);
        } catch (IOException | RuntimeException e) {
          unread = Optional.of(e);
          program.close();
          return;
        }
        if (n < 0) {
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      refused = true; // it ended before its input
    }
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    int n = readOutput(target, off, len);
    if (n < 0) {
      finish();
      ended = true;
    }
    return n;
  }

  private int readOutput(byte[] target, int off, int len) throws IOException {
    try {
      return program.process().getInputStream().read(target, off, len);
    } catch (IOException e) {
      if (closed) {
        throw e;
      }
      return -1; // it was ended, and why is known
    }
  }

  private void finish() throws IOException {
    int exitCode = program.end();
    try {
      feeder.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (closed) {
      throw new IOException("closed");
    }
    if (unread.isPresent()) {
      if (unread.get() instanceof RuntimeException cancelled) {
        throw cancelled;
      }
      throw new IOException(unread.get().getMessage(), unread.get());
    }
    Optional<Problem> failure = command.failure(exitCode, program.errors());
    if (failure.isPresent()) {
      throw Failures.io(failure.get());
    }
    if (refused) {
      throw Failures.io(messages.corrupt("other bytes follow after its encrypted data"));
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    program.close();
    stored.close();
  }
}
