package dev.restorebot.engine.disaster.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of this machine. Its number alone is given again.
 *
 * @param number its number
 * @param startedAt when it was started; empty when the system does not tell
 */
public record RunningProcess(long number, Optional<Instant> startedAt) {
  /** Returns this process. */
  static RunningProcess own() {
    return of(ProcessHandle.current());
  }

  private static RunningProcess of(ProcessHandle handle) {
    return new RunningProcess(handle.pid(), handle.info().startInstant());
  }

  /** Returns whether it still runs. */
  public boolean isAlive() {
    return ProcessHandle.of(number).map(RunningProcess::of).filter(this::isSame).isPresent();
  }

  /** The system counts from its start, and setting the clock moves that. */
  private boolean isSame(RunningProcess other) {
    return startedAt.isEmpty()
        || other.startedAt.isEmpty()
        || Duration.between(startedAt.get(), other.startedAt.get()).abs().toSeconds() < 10;
  }
}
