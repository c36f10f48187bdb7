package dev.restorebot.engine.disaster.rehearsal;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process of this machine. Its number alone is given again.
 *
 * @param number its number
 * @param startedAt when it was started; empty when the system does not tell
 */
public record RunningProcess(long number, Optional<Instant> startedAt) {
  private static final long ENDING_SECONDS = 10;

  /** Returns this process. */
  static RunningProcess own() {
    return of(ProcessHandle.current());
  }

  private static RunningProcess of(ProcessHandle handle) {
    return new RunningProcess(handle.pid(), handle.info().startInstant());
  }

  /**
   * Ends each Compose process that was started for a project, by whatever process.
   *
   * @param project its name; nothing is ended for an empty one
   */
  static void endCompose(String project) {
    if (project.isEmpty()) {
      return;
    }
    ProcessHandle.allProcesses()
        .filter(each -> !each.equals(ProcessHandle.current()))
        .filter(each -> isCompose(each.info().arguments().map(List::of).orElse(List.of()), project))
        .filter(ProcessHandle::destroyForcibly)
        .forEach(
            each ->
                each.onExit().orTimeout(ENDING_SECONDS, SECONDS).exceptionally(e -> each).join());
  }

  private static boolean isCompose(List<String> arguments, String project) {
    int option = arguments.indexOf("--project-name");
    return option >= 0
        && option + 1 < arguments.size()
        && arguments.get(option + 1).equals(project)
        && arguments.contains("compose");
  }

  /** Returns whether it still runs. */
  public boolean isAlive() {
    return ProcessHandle.of(number).map(RunningProcess::of).filter(this::isSame).isPresent();
  }

  /** Returns whether it still runs and is not this process. */
  boolean isOther() {
    return number != own().number && isAlive();
  }

  /** The system counts from its start, and setting the clock moves that. */
  private boolean isSame(RunningProcess other) {
    return startedAt.isEmpty()
        || other.startedAt.isEmpty()
        || Duration.between(startedAt.get(), other.startedAt.get()).abs().toSeconds() < 10;
  }
}
