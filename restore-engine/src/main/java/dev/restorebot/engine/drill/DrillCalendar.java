package dev.restorebot.engine.drill;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what has come due since the last drill that was asked for. */
final class DrillCalendar {
  /** More than any downtime needs, of a schedule that is due every minute. */
  private static final int MOST = 1_000;

  private final DrillStore store;
  private final InstantSource clock;

  DrillCalendar(DrillStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The times, oldest first; empty when nothing is due. The last is to be asked for. */
  Optional<List<Instant>> due(DrillSettings of) {
    if (of.schedule().isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Instant since = store.since(of.database(), of.kind(), now);
    Instant last =
        store.lastDue(of.database(), of.kind()).filter(at -> at.isAfter(since)).orElse(since);
    List<Instant> times = new ArrayList<>();
    Instant next = of.schedule().get().next(last);
    while (!next.isAfter(now)) {
      times.add(next);
      next = of.schedule().get().next(next);
      if (times.size() > MOST) {
        times.remove(0);
      }
    }
    return times.isEmpty() ? Optional.empty() : Optional.of(times);
  }
}
