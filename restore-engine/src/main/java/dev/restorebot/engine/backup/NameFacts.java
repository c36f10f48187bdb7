package dev.restorebot.engine.backup;

import java.time.Instant;
import java.util.Optional;

/**
 * The facts that the name of a backup states.
 *
 * @param app what was backed up
 * @param generation which generation it is, such as {@code weekly}
 * @param takenAt when; not there when the name has no time, or an impossible one
 */
public record NameFacts(
    Optional<String> app, Optional<String> generation, Optional<Instant> takenAt) {
  /** Nothing: the name fits no template. */
  public static final NameFacts NONE =
      new NameFacts(Optional.empty(), Optional.empty(), Optional.empty());
}
