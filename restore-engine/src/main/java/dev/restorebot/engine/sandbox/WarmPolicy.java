package dev.restorebot.engine.sandbox;

import java.time.Duration;
import java.time.Instant;

/**
 * The number of started, empty servers that a runtime keeps ready for the next requests.
 *
 * @param servers how many for each kind of server that was asked for lately; 0 for none
 * @param owner who owns them until a job takes them
 * @param now the present time
 * @param maxLifetime the longest that the sandbox of a job stays
 */
public record WarmPolicy(int servers, String owner, Instant now, Duration maxLifetime) {
  /** The time for which a server waits for a job; then another takes its place. */
  private static final Duration WAITS = Duration.ofHours(12);

  /**
   * Returns when anybody may remove a server that is started now: after the longest wait and the
   * longest life of a job's sandbox.
   */
  public Instant deadline() {
    return now.plus(WAITS).plus(maxLifetime);
  }

  /** Returns whether a server with that deadline has waited too long for a job that comes now. */
  public boolean isOver(Instant deadline) {
    return now.plus(maxLifetime).isAfter(deadline);
  }
}
