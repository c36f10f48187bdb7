package dev.restorebot.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** All runs with one dump: rounds in which every way has its turn, so that a busy time hits all. */
final class Comparison {
  private static final double MB = 1e6;

  private final String name;
  private final Path dump;
  private final Map<String, Way> ways;
  private final List<Map<String, Stopwatch>> rounds = new ArrayList<>();

  /**
   * @param ways the first is what the others are compared with
   */
  Comparison(String name, Path dump, Map<String, Way> ways) {
    this.name = name;
    this.dump = dump;
    this.ways = new LinkedHashMap<>(ways);
  }

  /** One round that does not count, then as many as wanted, each in the opposite order. */
  void run(int wanted) throws Exception {
    for (int i = 0; i <= wanted; i++) {
      List<String> order = new ArrayList<>(ways.keySet());
      if (i % 2 == 1) {
        java.util.Collections.reverse(order);
      }
      Map<String, Stopwatch> round = new LinkedHashMap<>();
      for (String way : order) {
        Stopwatch watch = new Stopwatch();
        ways.get(way).run(dump, watch);
        round.put(way, watch);
        System.out.printf(
            "%s, round %d, %s: %.2f s %s%n", name, i, way, watch.untilRemoved(), watch.steps());
      }
      if (i > 0) {
        rounds.add(round);
      }
    }
  }

  /** The lines of the table of results. */
  String rows() throws Exception {
    String first = ways.keySet().iterator().next();
    StringBuilder lines = new StringBuilder();
    String what = String.format(Locale.ROOT, "%s, %.1f MB", name, Files.size(dump) / MB);
    for (String way : ways.keySet()) {
      ToDoubleFunction<Stopwatch> time = measure(ways.get(way));
      double a = median(rounds.stream().map(r -> time.applyAsDouble(r.get(first))).toList());
      double b = median(rounds.stream().map(r -> time.applyAsDouble(r.get(way))).toList());
      double ratio =
          median(
              rounds.stream()
                  .map(r -> time.applyAsDouble(r.get(way)) / time.applyAsDouble(r.get(first)))
                  .toList());
      if (!way.equals(first)) {
        lines.append(
            String.format(
                Locale.ROOT, "| %s | %s | %.2f s | %.2f s | **%.2f** |%n", what, way, a, b, ratio));
      }
    }
    return lines.toString();
  }

  /** Where the time goes: medians of each way's steps. */
  String steps() {
    StringBuilder lines = new StringBuilder();
    for (String way : ways.keySet()) {
      Set<String> steps = new TreeSet<>();
      List<String> ordered = new ArrayList<>();
      rounds.forEach(r -> r.get(way).steps().keySet().forEach(s -> keep(s, steps, ordered)));
      String text =
          ordered.stream()
              .map(
                  step ->
                      String.format(
                          Locale.ROOT,
                          "%s %.2f s",
                          step,
                          median(rounds.stream().map(r -> r.get(way).steps().get(step)).toList())))
              .collect(Collectors.joining(", "));
      lines.append("| ").append(name).append(" | ").append(way).append(" | ");
      lines.append(text).append(" |\n");
    }
    return lines.toString();
  }

  private static void keep(String step, Set<String> seen, List<String> ordered) {
    if (seen.add(step)) {
      ordered.add(step);
    }
  }

  /** The command line clears up before it ends; the bot's sandbox stays for inspection. */
  private static ToDoubleFunction<Stopwatch> measure(Way way) {
    return way instanceof CommandLineTool ? Stopwatch::untilRemoved : Stopwatch::untilVerified;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
