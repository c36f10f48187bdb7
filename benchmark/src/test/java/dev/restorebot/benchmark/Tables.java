package dev.restorebot.benchmark;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Writes what was measured, as Markdown. */
final class Tables {
  private Tables() {}

  static String of(Comparison comparison) throws Exception {
    return "| Backup | Way | Time | By hand = 1 | Steps |\n|---|---|--:|--:|---|\n"
        + times(comparison)
        + "\n| Way | Against | Ratio | Target | |\n|---|---|--:|--:|---|\n"
        + targets(comparison);
  }

  private static String times(Comparison comparison) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (Entry entry : comparison.entries()) {
      OptionalDouble ratio =
          comparison.ratio(entry.name(), Entry.name(entry.backup().name(), Ways.BY_HAND));
      lines.append(
          line(
              "| %s | %s | %.2f s | %s | %s |",
              entry.backup().described(),
              entry.way(),
              comparison.seconds(entry),
              ratio.isPresent() ? line("%.2f", ratio.getAsDouble()).strip() : "",
              steps(comparison.steps(entry))));
    }
    return lines.toString();
  }

  private static String steps(Map<String, Double> steps) {
    return steps.entrySet().stream()
        .filter(step -> !step.getKey().equals("all") && !step.getKey().equals("total"))
        .map(step -> line("%s %.2f", step.getKey(), step.getValue()).strip())
        .collect(Collectors.joining(", "));
  }

  private static String targets(Comparison comparison) {
    StringBuilder lines = new StringBuilder();
    for (Target target : Target.ALL) {
      OptionalDouble ratio = comparison.ratio(target.name(), target.against());
      if (ratio.isPresent()) {
        lines.append(
            line(
                "| %s | %s | %.2f | ≤ %.2f | %s |",
                target.name(),
                target.against(),
                ratio.getAsDouble(),
                target.most(),
                ratio.getAsDouble() <= target.most() ? "reached" : "**not reached**"));
      }
    }
    return lines.toString();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + "\n";
  }
}
