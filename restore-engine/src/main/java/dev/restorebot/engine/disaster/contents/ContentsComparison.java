package dev.restorebot.engine.disaster.contents;

import dev.restorebot.engine.text.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The restored database beside production's, as both were before the swap.
 *
 * @param production what production's had; empty when it could not be asked
 * @param restored what the restored one has
 * @param why why production's could not be asked
 */
public record ContentsComparison(
    Optional<DatabaseContents> production, DatabaseContents restored, Optional<String> why) {
  /**
   * A table that differs.
   *
   * @param name its schema and name
   * @param production what production's database has of it; empty for no such table
   * @param restored what the restored database has of it; empty for no such table
   */
  public record Difference(
      String name, Optional<TableContents> production, Optional<TableContents> restored) {
    /** Returns by how many rows the restored table has more; less than 0 for what is lost. */
    public long rows() {
      return restored.map(TableContents::rows).orElse(0L)
          - production.map(TableContents::rows).orElse(0L);
    }

    private boolean real() {
      return production.isEmpty()
          || restored.isEmpty()
          || rows() != 0
          || (production.get().newest().isPresent()
              && restored.get().newest().isPresent()
              && !production.get().newest().equals(restored.get().newest()));
    }
  }

  /** Returns the tables that differ, the largest difference of rows first. */
  public List<Difference> differences() {
    return all().stream()
        .filter(Difference::real)
        .sorted(
            Comparator.comparingLong((Difference each) -> -Math.abs(each.rows()))
                .thenComparing(each -> each.production().isPresent() && each.restored().isPresent())
                .thenComparing(Difference::name))
        .toList();
  }

  /** Returns all tables of both sides, by name; none when production's could not be asked. */
  public List<Difference> all() {
    if (production.isEmpty()) {
      return List.of();
    }
    Map<String, TableContents> old = byName(production.get());
    Map<String, TableContents> now = byName(restored);
    return Stream.concat(old.keySet().stream(), now.keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .map(
            name ->
                new Difference(
                    name, Optional.ofNullable(old.get(name)), Optional.ofNullable(now.get(name))))
        .toList();
  }

  /** Returns how the migrations differ, in a sentence; empty when they are the same. */
  public Optional<String> migrations() {
    if (production.isEmpty() || production.get().migrations().equals(restored.migrations())) {
      return Optional.empty();
    }
    return Optional.of(
        "Migrations differ: production has "
            + named(production.get().migrations())
            + ", the restored database has "
            + named(restored.migrations())
            + ".");
  }

  private static String named(List<String> migrations) {
    return migrations.isEmpty() ? "none" : String.join(", ", migrations);
  }

  /** Says in short what the restored database does not have of what production's had. */
  public String summary() {
    if (production.isEmpty()) {
      return "Production's database could not be asked"
          + why.map(reason -> ": " + reason).orElse("")
          + (why.filter(reason -> reason.endsWith(".")).isPresent() ? "" : ".")
          + " The restored one has "
          + Counts.of(restored.tables().size(), "table")
          + " with "
          + about(restored.tables())
          + Counts.of(restored.tables().stream().mapToLong(TableContents::rows).sum(), "row")
          + ".";
    }
    List<Difference> differences = differences();
    if (differences.isEmpty()) {
      return "The restored database has the same tables with as many rows as production.";
    }
    List<String> parts = new ArrayList<>();
    long fewer = differences.stream().mapToLong(each -> Math.min(0, each.rows())).sum();
    long more = differences.stream().mapToLong(each -> Math.max(0, each.rows())).sum();
    String about = about(differences.stream().flatMap(ContentsComparison::both).toList());
    if (fewer < 0) {
      parts.add("has " + about + Counts.of(-fewer, "fewer row") + " than production");
    }
    if (more > 0) {
      parts.add(
          "has " + about + Counts.of(more, "more row") + (fewer < 0 ? " in other tables" : ""));
    }
    long gone = differences.stream().filter(each -> each.restored().isEmpty()).count();
    long extra = differences.stream().filter(each -> each.production().isEmpty()).count();
    if (gone > 0) {
      parts.add("lacks " + Counts.of(gone, "table") + " of production");
    }
    if (extra > 0) {
      parts.add("has " + Counts.of(extra, "table") + " that production does not have");
    }
    return "The restored database "
        + (parts.isEmpty() ? "has as many rows, but other newest times" : String.join("; ", parts))
        + ".";
  }

  private static Stream<TableContents> both(Difference each) {
    return Stream.concat(each.production().stream(), each.restored().stream());
  }

  private static String about(List<TableContents> tables) {
    return tables.stream().allMatch(TableContents::exact) ? "" : "about ";
  }

  private static Map<String, TableContents> byName(DatabaseContents contents) {
    return contents.tables().stream()
        .collect(Collectors.toMap(TableContents::name, Function.identity(), (one, other) -> one));
  }
}
