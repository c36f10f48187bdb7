package dev.restorebot.engine.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits until something is so, or fails with what was there instead. */
public final class Eventually {
  /** Time for a restore on a busy machine. */
  public static final Duration RESTORE = Duration.ofMinutes(4);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Eventually() {}

  /** The first value that is as wanted. */
  public static <T> T get(String what, Supplier<T> current, Predicate<T> wanted) {
    return get(what, current, wanted, PATIENCE);
  }

  /** The same for something that takes longer. */
  public static <T> T get(
      String what, Supplier<T> current, Predicate<T> wanted, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    T value = current.get();
    while (!wanted.test(value)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + patience + " for: " + what + ", got " + value);
      }
      LockSupport.parkNanos(Duration.ofMillis(15).toNanos());
      value = current.get();
    }
    return value;
  }
}
