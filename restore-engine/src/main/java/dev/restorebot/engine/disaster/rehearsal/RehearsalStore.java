package dev.restorebot.engine.disaster.rehearsal;

import java.util.List;
import java.util.Optional;

/** Keeps rehearsals. Thread-safe. */
public interface RehearsalStore {
  /** Stores it in the place of what has its id. */
  void put(Rehearsal rehearsal);

  /** Returns those that have not ended, of all targets. */
  List<Rehearsal> open();

  /** Returns the newest of a target that ended, whatever its verdict. */
  Optional<Rehearsal> newest(String target);
}
