package dev.restorebot.engine.task;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until a process that is not a child of this one has ended. In a container whose first
 * process waits for no orphans, an ended process stays in the list of processes, without a program.
 */
public final class EndedProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(15);

  private EndedProcess() {}

  /** Fails when it still runs after a minute. */
  public static void await(long pid) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (runs(pid)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("process " + pid + " still runs after " + PATIENCE);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .isPresent();
  }
}
