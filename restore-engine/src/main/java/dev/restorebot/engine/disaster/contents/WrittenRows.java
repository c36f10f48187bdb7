package dev.restorebot.engine.disaster.contents;

import dev.restorebot.engine.text.Counts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows that were written to a database since a time, by table.
 *
 * @param since from when it is counted
 * @param at until when
 * @param tables the tables that were written to, most rows first
 * @param atLeast whether the server lost its counters in between, as in a crash
 * @param unknown why it is not known; empty when it is
 */
public record WrittenRows(
    Instant since, Instant at, List<RowChanges> tables, boolean atLeast, Optional<String> unknown) {
  private static final int SHOWN = 5;

  public WrittenRows {
    tables = List.copyOf(tables);
  }

  /** Compares counters of the same server. */
  public static WrittenRows between(RowCounters before, RowCounters now) {
    Map<String, RowChanges> earlier =
        before.tables().stream()
            .collect(Collectors.toMap(RowChanges::table, Function.identity(), (one, other) -> one));
    boolean reset =
        now.tables().stream()
            .anyMatch(each -> earlier.containsKey(each.table()) && since(each, earlier).negative());
    List<RowChanges> written =
        now.tables().stream()
            // All counters of a server begin again at once.
            .map(each -> reset ? each : since(each, earlier))
            .filter(each -> each.total() > 0)
            .sorted(
                Comparator.comparingLong((RowChanges each) -> -each.total())
                    .thenComparing(RowChanges::table))
            .toList();
    return new WrittenRows(before.at(), now.at(), written, reset, Optional.empty());
  }

  /** That it could not be found out. */
  public static WrittenRows unknown(Instant since, Instant at, String why) {
    return new WrittenRows(since, at, List.of(), false, Optional.of(why));
  }

  private static RowChanges since(RowChanges now, Map<String, RowChanges> earlier) {
    return now.since(earlier.getOrDefault(now.table(), new RowChanges(now.table(), 0, 0, 0)));
  }

  /** Returns a line with the total, and one for each of at most five tables. */
  public List<String> lines() {
    if (unknown.isPresent()) {
      return List.of("How many rows is not known: " + unknown.get());
    }
    if (tables.isEmpty()) {
      return List.of(
          atLeast
              ? "How many rows is not known: the server's counters began again."
              : "No row was written.");
    }
    List<String> lines = new ArrayList<>();
    RowChanges total = tables.stream().reduce(new RowChanges("all", 0, 0, 0), RowChanges::plus);
    lines.add(
        (atLeast ? "At least " : "")
            + total.words()
            + " in "
            + Counts.of(tables.size(), "table")
            + (atLeast ? "; the server's counters began again in between" : "")
            + ":");
    tables.stream()
        .limit(SHOWN)
        .forEach(each -> lines.add("- " + each.table() + ": " + each.words()));
    if (tables.size() > SHOWN) {
      lines.add("- " + Counts.of(tables.size() - SHOWN, "more table"));
    }
    return lines;
  }
}
