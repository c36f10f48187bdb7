package dev.restorebot.bot.console;

import java.time.Duration;

/** Tells the open pages that something changed. Thread-safe. */
final class PageNotifier {
  /** A page is told at least so often that it is still connected. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private long count;
  private boolean closed;

  /** Wakes everybody who waits. */
  synchronized void announce() {
    count++;
    notifyAll();
  }

  /** The number of announcements so far. */
  synchronized long count() {
    return count;
  }

  /** Waits until more was announced than the caller has seen, the time is up or all is over. */
  synchronized void await(long seen, Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    long left = most.toMillis();
    while (count == seen && !closed && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  /** Returns true if nothing more will come. */
  synchronized boolean closed() {
    return closed;
  }

  /** Nothing more will come. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
