package dev.restorebot.engine.disaster.rehearsal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps rehearsals. Thread-safe. */
public interface RehearsalStore {
  /** Stores it in the place of what has its id. */
  void put(Rehearsal rehearsal);

  /** Returns those that have not ended, of all targets. */
  List<Rehearsal> open();

  /** Returns the one of that id. */
  Optional<Rehearsal> find(String id);

  /** Returns the newest of a target, or of all, newest first; those that have not ended too. */
  List<Rehearsal> recent(Optional<String> target, int limit);

  /** Returns the newest of each of these targets, newest first. */
  default List<Rehearsal> recent(List<String> targets, int ofEach) {
    return targets.stream()
        .flatMap(target -> recent(Optional.of(target), ofEach).stream())
        .sorted(Comparator.comparing(Rehearsal::startedAt).reversed())
        .toList();
  }

  /** Returns the newest of a target that passed. */
  Optional<Rehearsal> newestPassed(String target);
}
