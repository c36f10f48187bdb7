package dev.restorebot.engine.disaster.contents;

import dev.restorebot.engine.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A comparison for people, in plain text. */
public final class ContentsText {
  private ContentsText() {}

  /** Returns the summary, how migrations differ, and a line for each of the largest differences. */
  public static List<String> largest(ContentsComparison comparison, int most) {
    List<String> lines = new ArrayList<>(List.of(comparison.summary()));
    comparison.migrations().ifPresent(lines::add);
    List<ContentsComparison.Difference> differences = comparison.differences();
    differences.stream().limit(most).forEach(each -> lines.add("- " + line(each)));
    if (differences.size() > most) {
      lines.add("- " + Counts.of(differences.size() - most, "more table"));
    }
    return lines;
  }

  /** Returns the summary and every table of both sides, those that differ first. */
  public static List<String> whole(ContentsComparison comparison) {
    List<ContentsComparison.Difference> differences = comparison.differences();
    List<String> lines = largest(comparison, differences.size());
    comparison.all().stream()
        .filter(each -> !differences.contains(each))
        .forEach(each -> lines.add("- " + line(each)));
    if (comparison.production().isEmpty()) {
      comparison
          .restored()
          .tables()
          .forEach(each -> lines.add("- " + each.name() + ": " + side(Optional.of(each))));
    }
    return lines;
  }

  private static String line(ContentsComparison.Difference each) {
    return each.name()
        + ": production "
        + side(each.production())
        + "; restored "
        + side(each.restored());
  }

  private static String side(Optional<TableContents> table) {
    return rows(table)
        + table.flatMap(TableContents::newest).map(at -> ", newest " + at + " UTC").orElse("");
  }

  /** Returns the number of rows in words. */
  public static String rows(Optional<TableContents> table) {
    return table
        .map(found -> (found.exact() ? "" : "about ") + Counts.of(found.rows(), "row"))
        .orElse("no such table");
  }
}
