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
  private static final Instant NO_DATE = Instant.parse("2001-01-01T00:00:00Z");

  /** Nothing: the name fits no template. */
  public static final NameFacts NONE =
      new NameFacts(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Returns when a backup was taken: the older of the time in its name and the time that it was
   * written. A name may hold the local time of another time zone, and a copy is written later; who
   * is told the older time loses no more data than that.
   *
   * @param written of the file; before 2001 it is no date, as of sources that keep none
   */
  public Instant takenAt(Instant written) {
    return takenAt
        .filter(named -> named.isBefore(written) || written.isBefore(NO_DATE))
        .orElse(written);
  }
}
