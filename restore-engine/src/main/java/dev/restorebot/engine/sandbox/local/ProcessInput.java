package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.InputFailure;
import dev.restorebot.engine.task.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Feeds a process. When the source throws, the process is ended before its input is closed, so that
 * it cannot take the part for the whole.
 */
final class ProcessInput {
  private static final int BUFFER = 1 << 16;
  private static final long LATE_MILLIS = 5_000;

  private final Process process;
  private final InputStream source;
  private final Runnable whenBroken;
  private final Thread feeder;
  private volatile boolean stopped;
  private volatile Exception failure;

  ProcessInput(Process process, InputStream source, Runnable whenBroken) {
    this.process = process;
    this.source = source;
    this.whenBroken = whenBroken;
    this.feeder = Threads.start("sandbox-input", this::feed);
  }

  private void feed() {
    byte[] buffer = new byte[BUFFER];
    try (OutputStream target = process.getOutputStream()) {
      for (int n = read(buffer); n >= 0; n = read(buffer)) {
        target.write(buffer, 0, n);
        target.flush();
      }
    } catch (IOException ignored) {
      // the process has ended early; its exit code tells
    }
  }

  private int read(byte[] buffer) throws IOException {
    try {
      return source.read(buffer);
    } catch (IOException | RuntimeException e) {
      if (!stopped) {
        failure = e;
        whenBroken.run();
        awaitEnd();
      }
      throw new IOException(e);
    }
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process has ended: closes the source, which wakes a read that blocks. */
  void stop() {
    stopped = true;
    try {
      source.close();
      feeder.join(LATE_MILLIS);
    } catch (IOException ignored) {
      // it was read, or will not be
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void rethrow() throws ProblemException {
    if (failure != null) {
      throw InputFailure.of(failure);
    }
  }
}
