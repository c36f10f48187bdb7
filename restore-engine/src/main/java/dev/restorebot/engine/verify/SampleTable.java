package dev.restorebot.engine.verify;

import java.util.List;

/**
 * The rows of a sample query as they may be shown: personal data are masked.
 *
 * @param name the query's name
 * @param columns the columns' names
 * @param rows the first rows, as text; what is masked is {@code ***}
 * @param more whether there were more rows
 */
public record SampleTable(
    String name, List<String> columns, List<List<String>> rows, boolean more) {
  public SampleTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
