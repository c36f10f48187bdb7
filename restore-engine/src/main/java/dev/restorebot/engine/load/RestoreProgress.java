package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes how far a restore is: objects done of the table of contents, weighted by the work that
 * each is.
 *
 * <p>Data weighs its bytes in the archive; an index or key a part of its table's; everything else a
 * little. What is under way counts by what the server says of it ({@link #partial}). Thread-safe.
 */
final class RestoreProgress {
  private static final double ENOUGH_FOR_ETA = 0.03;
  private static final double ALMOST = 0.98;

  private final Map<Integer, TocEntry> byId = new LinkedHashMap<>();
  private final Map<Integer, Double> weights;
  private final double total;
  private final InstantSource clock;
  private final java.time.Instant start;
  private final ProgressListener listener;
  private final Map<Integer, Double> running = new LinkedHashMap<>();
  private final java.util.Set<Integer> finished = new java.util.HashSet<>();
  private double done;

  RestoreProgress(List<TocEntry> entries, InstantSource clock, ProgressListener listener) {
    this.weights = Weights.of(entries);
    this.total = Math.max(1, weights.values().stream().mapToDouble(Double::doubleValue).sum());
    this.clock = clock;
    this.start = clock.instant();
    this.listener = listener;
    entries.forEach(entry -> byId.put(entry.dumpId(), entry));
  }

  /** Work on an entry begins, beside others. */
  synchronized void started(int id) {
    if (byId.containsKey(id) && !finished.contains(id)) {
      running.putIfAbsent(id, 0.0);
      tell();
    }
  }

  /** Work on an entry begins, and so everything begun before is done. */
  synchronized void startedAlone(int id) {
    List.copyOf(running.keySet()).stream().filter(other -> other != id).forEach(this::finished);
    started(id);
  }

  /** The server runs a statement, alone: what comes before it in the dump is done. */
  synchronized void runs(String statement) {
    byId.values().stream()
        .filter(entry -> !finished.contains(entry.dumpId()))
        .filter(entry -> Weights.builds(statement, entry))
        .findFirst()
        .ifPresent(
            entry -> {
              byId.keySet().stream().takeWhile(id -> id != entry.dumpId()).forEach(this::done);
              startedAlone(entry.dumpId());
            });
  }

  /** An entry is done. */
  synchronized void finished(int id) {
    if (done(id)) {
      tell();
    }
  }

  private boolean done(int id) {
    running.remove(id);
    boolean isNew = byId.containsKey(id) && finished.add(id);
    done += isNew ? weights.get(id) : 0;
    return isNew;
  }

  /** Notes how far an entry under way is, 0 to 1. */
  synchronized void partial(int id, double fraction) {
    if (running.containsKey(id)) {
      running.put(id, Math.max(running.get(id), Math.min(ALMOST, fraction)));
      tell();
    }
  }

  /** Tells again how far it is: the time left has changed, if nothing else. */
  synchronized void timePasses() {
    if (!running.isEmpty()) {
      tell();
    }
  }

  /** The entries under way, in the order in which they were begun. */
  synchronized List<TocEntry> underWay() {
    return running.keySet().stream().map(byId::get).toList();
  }

  private void tell() {
    double inFlight =
        running.entrySet().stream().mapToDouble(e -> weights.get(e.getKey()) * e.getValue()).sum();
    double fraction = Math.min(1, (done + inFlight) / total);
    listener.progress(new Progress(fraction, activity(), eta(fraction)));
  }

  private String activity() {
    String what =
        running.keySet().stream()
            .max(java.util.Comparator.comparingDouble(weights::get))
            .map(id -> byId.get(id).display())
            .orElse("");
    return finished.size()
        + " of "
        + byId.size()
        + " objects"
        + (what.isEmpty() ? "" : ", " + what);
  }

  private Optional<Duration> eta(double fraction) {
    Duration elapsed = Duration.between(start, clock.instant());
    if (fraction < ENOUGH_FOR_ETA || elapsed.compareTo(Duration.ofSeconds(2)) < 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction)));
  }
}
