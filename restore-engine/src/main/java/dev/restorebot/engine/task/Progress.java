package dev.restorebot.engine.task;

import java.time.Duration;
import java.util.Optional;

/**
 * The progress of a step.
 *
 * @param fraction 0 to 1
 * @param activity what is being done right now, such as {@code index assignments_code_key}
 * @param eta time left, once enough is known to say so
 */
public record Progress(double fraction, String activity, Optional<Duration> eta) {
  public Progress {
    fraction = Math.max(0, Math.min(1, fraction));
  }

  /** Progress without an estimate of the time left. */
  public static Progress of(double fraction, String activity) {
    return new Progress(fraction, activity, Optional.empty());
  }
}
