package dev.restorebot.engine.task;

import dev.restorebot.engine.testing.Eventually;

/**
 * Waits until a process that is not a child of this one has ended. In a container whose first
 * process waits for no orphans, an ended process stays in the list of processes, without a program.
 */
public final class EndedProcess {
  private EndedProcess() {}

  /** Fails when it still runs after a minute. */
  public static void await(long pid) {
    var unused = Eventually.get("the end of process " + pid, () -> runs(pid), runs -> !runs);
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .isPresent();
  }
}
