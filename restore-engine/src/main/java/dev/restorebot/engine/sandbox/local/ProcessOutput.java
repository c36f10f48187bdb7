package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.sandbox.server.LineSplitter;
import dev.restorebot.engine.task.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Reads both outputs of a process, each on a thread of its own, and hands on one line at a time.
 */
final class ProcessOutput {
  private static final int BUFFER = 1 << 16;
  private static final long LATE_MILLIS = 5_000;

  private final Consumer<String> consumer;
  private final Runnable whenConsumerThrows;
  private final List<InputStream> streams;
  private final List<Thread> readers;
  private final AtomicLong pieces = new AtomicLong();
  private volatile boolean consuming;
  private RuntimeException thrown;

  ProcessOutput(Process process, Consumer<String> consumer, Runnable whenConsumerThrows) {
    this.consumer = consumer;
    this.whenConsumerThrows = whenConsumerThrows;
    this.streams = List.of(process.getInputStream(), process.getErrorStream());
    this.readers = streams.stream().map(this::reader).toList();
  }

  private Thread reader(InputStream stream) {
    return Threads.start("sandbox-output", () -> read(stream));
  }

  private void read(InputStream stream) {
    LineSplitter lines = new LineSplitter(this::line);
    byte[] buffer = new byte[BUFFER];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        pieces.incrementAndGet();
        lines.accept(buffer, 0, n);
      }
    } catch (IOException ignored) {
      // the process has been ended
    }
    lines.finish();
  }

  private synchronized void line(String line) {
    if (thrown != null) {
      return;
    }
    consuming = true;
    try {
      consumer.accept(line);
    } catch (RuntimeException e) {
      thrown = e;
      whenConsumerThrows.run();
    } finally {
      consuming = false;
    }
  }

  /**
   * The process has ended: waits until all was read, however slow the consumer is. Gives up only
   * when nothing comes any more and yet there is no end: a stranger holds the other end.
   */
  void await() throws InterruptedException {
    for (Thread reader : readers) {
      long before;
      do {
        before = pieces.get();
        reader.join(LATE_MILLIS);
      } while (reader.isAlive() && (consuming || pieces.get() != before));
    }
  }

  synchronized void rethrow() {
    if (thrown != null) {
      throw thrown;
    }
  }
}
