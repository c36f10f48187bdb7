package dev.restorebot.bot.slack;

import dev.restorebot.engine.task.Threads;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what people do, after Slack got its acknowledgement. */
final class EventExecutor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventExecutor.class);
  private static final int THREADS = 8; // each may wait for a name that Slack is asked for
  private static final int WAITING = 2_000;
  private static final int PATIENCE_SECONDS = 5;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(WAITING),
          Threads.named("slack-work"));

  /** Takes a task; false when there are too many already, or all is over. */
  boolean take(Runnable task) {
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.error("could not handle an event from Slack", e);
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      LOG.warn("too many events from Slack at once; one was refused");
      return false;
    }
  }

  /** Ends what is taken, for some seconds. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
