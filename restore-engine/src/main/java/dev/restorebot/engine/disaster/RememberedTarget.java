package dev.restorebot.engine.disaster;

import java.time.Instant;

/**
 * A target as it was when its server last answered.
 *
 * @param takenAt when that was
 * @param target what was found; of the container's environment only the names
 * @param globals its roles and settings
 */
public record RememberedTarget(Instant takenAt, Target target, ServerGlobals globals) {
  /** Returns whether it was asked on a copy of its volume, because the server did not run. */
  public boolean fromCopy() {
    return target.outage().isPresent();
  }
}
