package dev.restorebot.engine.load;

import dev.restorebot.engine.task.Threads;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Does the same work in several threads at once. Closing stops them. */
final class WorkerThreads implements AutoCloseable {
  private static final int STOP_SECONDS = 30;

  /** The work of each thread. Interrupted when another thread failed. */
  interface Work {
    void run() throws IOException, SQLException;
  }

  private final ExecutorService threads;
  private final CompletionService<Void> running;
  private final int count;

  /**
   * Starts them.
   *
   * @param afterFailure called in the thread that failed, so that the others start nothing more
   */
  WorkerThreads(String name, int count, Work work, Runnable afterFailure) {
    this.count = count;
    this.threads = Executors.newFixedThreadPool(count, Threads.named(name));
    this.running = new ExecutorCompletionService<>(threads);
    for (int i = 0; i < count; i++) {
      var unused = running.submit(() -> runOrStopAll(work, afterFailure));
    }
  }

  private static Void runOrStopAll(Work work, Runnable afterFailure)
      throws IOException, SQLException {
    boolean done = false;
    try {
      work.run();
      done = true;
      return null;
    } finally {
      if (!done) {
        afterFailure.run();
      }
    }
  }

  /** Waits until all have ended; throws what the first that failed threw. */
  void await() throws IOException, SQLException {
    for (int i = 0; i < count; i++) {
      awaitNext();
    }
  }

  private void awaitNext() throws IOException, SQLException {
    try {
      Void unused = running.take().get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof SQLException failed) {
        throw failed;
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Makes the exception of a thread that was interrupted while it waited. */
  static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted");
  }

  /** Stops the threads, and waits for a while until they have ended. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      boolean unused = threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
