package dev.restorebot.engine.task;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Counts failures in a row and doubles the wait after each: 1 s, 2 s, 4 s … 1 min, each up to a
 * quarter shorter at random, so that many clients do not come back together. Thread-safe.
 */
public final class Backoff {
  /** The longest wait. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  private int failures;

  /** Counts a failure and returns the wait before the next attempt. */
  public synchronized Duration failed() {
    long seconds = 1L << Math.min(failures++, 6);
    return jittered(Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds())));
  }

  /** Returns a wait that is up to a quarter shorter, at random. */
  public static Duration jittered(Duration wait) {
    long millis = wait.toMillis();
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1));
  }

  /** Forgets the failures. */
  public synchronized void succeeded() {
    failures = 0;
  }

  /** Returns whether the last attempt failed. */
  public synchronized boolean failing() {
    return failures > 0;
  }
}
