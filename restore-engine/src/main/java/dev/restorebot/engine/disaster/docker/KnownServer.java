package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.FactSource;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.ServerGlobals;
import java.time.Instant;

/**
 * Holds what a server itself told before it stopped, or a server on a copy of its volume.
 *
 * @param cluster how it was set up
 * @param globals its roles and settings
 * @param takenAt when it was asked
 * @param copy whether it was asked on a copy of its volume
 */
record KnownServer(ClusterFacts cluster, ServerGlobals globals, Instant takenAt, boolean copy) {
  static KnownServer of(RememberedTarget known) {
    return new KnownServer(
        known.target().cluster(), known.globals(), known.takenAt(), known.fromCopy());
  }

  /** Says where a group of facts is from. */
  FactSource source(String facts) {
    return copy ? FactSource.copied(facts, takenAt) : FactSource.remembered(facts, takenAt);
  }
}
