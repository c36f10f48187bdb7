package dev.restorebot.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Says whether a running job should stop, and wakes what is blocked.
 *
 * <p>Code that starts something that blocks (a tool, a transfer) registers how to stop it with
 * {@link #onCancel}; code that loops calls {@link #check()}. Thread-safe.
 */
public final class Cancellation {
  private final List<Runnable> hooks = new ArrayList<>();
  private boolean cancelled;

  /** A cancellation that nobody will ever ask for. */
  public static Cancellation none() {
    return new Cancellation();
  }

  /** Asks to stop. Runs the registered hooks once; a second call does nothing. */
  public void cancel() {
    List<Runnable> toRun;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      toRun = List.copyOf(hooks);
      hooks.clear();
    }
    toRun.forEach(Runnable::run);
  }

  /** Returns whether somebody asked to stop. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Goes on, or throws when somebody asked to stop.
   *
   * @throws CancellationException when cancelled
   */
  public void check() {
    if (isCancelled()) {
      throw new CancellationException("cancelled");
    }
  }

  /**
   * Registers what stops a blocking step. Runs at once when already cancelled.
   *
   * @return takes the hook back when the step is over; close it in a try-with-resources
   */
  public Registration onCancel(Runnable hook) {
    synchronized (this) {
      if (!cancelled) {
        hooks.add(hook);
        return () -> remove(hook);
      }
    }
    hook.run();
    return () -> {};
  }

  private synchronized void remove(Runnable hook) {
    hooks.remove(hook);
  }

  /** A registered hook. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
