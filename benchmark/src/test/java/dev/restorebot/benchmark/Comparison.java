package dev.restorebot.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** All runs of some entries: rounds in which each has its turn, so that a busy time hits all. */
final class Comparison {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<Map<String, Stopwatch>> rounds = new ArrayList<>();

  Comparison(List<Entry> entries) {
    entries.forEach(entry -> this.entries.put(entry.name(), entry));
  }

  /** One round that does not count, then as many as wanted, each in the opposite order. */
  void run(int wanted) throws Exception {
    for (int i = 0; i <= wanted; i++) {
      List<Entry> order = new ArrayList<>(entries.values());
      if (i % 2 == 1) {
        Collections.reverse(order);
      }
      Map<String, Stopwatch> round = new LinkedHashMap<>();
      for (Entry entry : order) {
        Stopwatch watch = new Stopwatch();
        entry.runs().run(entry.backup(), watch);
        round.put(entry.name(), watch);
        System.out.printf(
            "round %d, %s: %.2f s %s%n", i, entry.name(), watch.untilRemoved(), watch.steps());
      }
      if (i > 0) {
        rounds.add(round);
      }
    }
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** Returns the median of an entry's time, in seconds. */
  double seconds(Entry entry) {
    ToDoubleFunction<Stopwatch> time = measure(entry);
    return median(rounds.stream().map(r -> time.applyAsDouble(r.get(entry.name()))).toList());
  }

  /** Returns the medians of an entry's steps, in seconds, in their order. */
  Map<String, Double> steps(Entry entry) {
    Map<String, Double> steps = new LinkedHashMap<>();
    for (Map<String, Stopwatch> round : rounds) {
      for (String step : round.get(entry.name()).steps().keySet()) {
        steps.computeIfAbsent(
            step,
            name ->
                median(
                    rounds.stream()
                        .map(r -> r.get(entry.name()).steps().getOrDefault(name, 0.0))
                        .toList()));
      }
    }
    return steps;
  }

  /** Returns the median of the ratios round by round; empty when one of both did not run. */
  OptionalDouble ratio(String name, String against) {
    Optional<Entry> entry = Optional.ofNullable(entries.get(name));
    if (entry.isEmpty() || !entries.containsKey(against)) {
      return OptionalDouble.empty();
    }
    ToDoubleFunction<Stopwatch> time = measure(entry.get());
    return OptionalDouble.of(
        median(
            rounds.stream()
                .map(r -> time.applyAsDouble(r.get(name)) / time.applyAsDouble(r.get(against)))
                .toList()));
  }

  private static ToDoubleFunction<Stopwatch> measure(Entry entry) {
    return entry.runs().removesFirst() ? Stopwatch::untilRemoved : Stopwatch::untilVerified;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
