package dev.restorebot.engine.task;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task regularly, on a thread of its own. A run that throws, also an {@code Error}, is
 * logged and does not end the following ones. Thread-safe.
 */
public final class RepeatedTask implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RepeatedTask.class);

  private final String name;
  private final Runnable task;
  private final ScheduledExecutorService timer;

  /**
   * Runs nothing before {@link #start}.
   *
   * @param name of the thread, in the log too
   */
  public RepeatedTask(String name, Runnable task) {
    this.name = name;
    this.task = task;
    this.timer = Executors.newSingleThreadScheduledExecutor(Threads.named(name));
  }

  /** Begins after the first time, and runs again that long after the end of each run. */
  public void start(Duration first, Duration every) {
    var unused =
        timer.scheduleWithFixedDelay(
            this::run, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs once more, as soon as no run is under way; after the end it does nothing. */
  public void runSoon() {
    try {
      timer.execute(this::run);
    } catch (RejectedExecutionException e) {
      log.debug("{} has ended", name);
    }
  }

  private void run() {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // An Error too, such as no memory at this moment: the timer would end without a word.
      if (timer.isShutdown()) {
        log.debug("{} was interrupted by the end", name, e);
        return;
      }
      log.error("{} failed; it runs again later", name, e);
    }
  }

  /** Waits for a run that is under way, and interrupts it when it takes longer than that. */
  public void close(Duration patience) {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupts a run that is under way, without waiting for its end. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
