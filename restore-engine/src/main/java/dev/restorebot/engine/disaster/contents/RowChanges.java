package dev.restorebot.engine.disaster.contents;

import dev.restorebot.engine.text.Counts;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a table that were written, as the server counts them.
 *
 * @param table its schema and name
 */
public record RowChanges(String table, long inserted, long updated, long deleted) {
  /** Returns the number of all of them. */
  public long total() {
    return inserted + updated + deleted;
  }

  /** Returns what was written after an earlier count of the same server. */
  RowChanges since(RowChanges earlier) {
    return new RowChanges(
        table,
        inserted - earlier.inserted(),
        updated - earlier.updated(),
        deleted - earlier.deleted());
  }

  /** Returns true when a count went back: the server has begun to count again. */
  boolean negative() {
    return inserted < 0 || updated < 0 || deleted < 0;
  }

  RowChanges plus(RowChanges other) {
    return new RowChanges(
        table, inserted + other.inserted(), updated + other.updated(), deleted + other.deleted());
  }

  /** Returns the counts in words, without those that are 0: {@code 3 inserted, 1 updated}. */
  public String words() {
    List<String> words = new ArrayList<>();
    add(words, inserted, "inserted");
    add(words, updated, "updated");
    add(words, deleted, "deleted");
    return words.isEmpty() ? "no row" : String.join(", ", words);
  }

  private static void add(List<String> words, long count, String what) {
    if (count != 0) {
      words.add(
          (words.isEmpty()
                  ? Counts.of(count, "row")
                  : String.format(java.util.Locale.ROOT, "%,d", count))
              + " "
              + what);
    }
  }
}
