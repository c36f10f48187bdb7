package dev.restorebot.engine.backup;

import dev.restorebot.engine.task.Threads;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads a little of many files, several at once. */
public final class ParallelReads {
  private static final int HANDS = 8;

  private ParallelReads() {}

  /**
   * Does that with each, in order, until all are done or a minute is over; then those not begun are
   * left out, and those still running are interrupted. Interrupting the caller ends it, too.
   */
  public static <T> void each(List<T> all, Consumer<T> work) {
    if (all.isEmpty()) {
      return;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(HANDS, all.size()), Threads.named("parallel-reads"));
    all.forEach(one -> pool.execute(() -> work.accept(one)));
    pool.shutdown();
    try {
      boolean unused = pool.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.shutdownNow();
  }
}
