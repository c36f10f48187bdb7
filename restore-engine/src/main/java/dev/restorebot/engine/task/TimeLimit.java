package dev.restorebot.engine.task;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Cancels a step that takes too long, or whose whole is cancelled. Thread-safe. */
public final class TimeLimit implements AutoCloseable {
  private final Cancellation step = new Cancellation();
  private final Cancellation.Registration whole;
  private final CompletableFuture<Void> alarm;

  /** Begins now. */
  public TimeLimit(Duration longest, Cancellation whole) {
    this.whole = whole.onCancel(step::cancel);
    this.alarm =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
    var unused = alarm.thenRun(step::cancel);
  }

  /** Returns the cancellation that ends the step. */
  public Cancellation cancellation() {
    return step;
  }

  @Override
  public void close() {
    var unused = alarm.cancel(false);
    whole.close();
  }
}
