package dev.restorebot.bot.message;

import java.util.List;

/**
 * A table in a message.
 *
 * @param title what it shows
 * @param columns its head
 * @param rows its rows, each as long as the head
 */
public record TableView(String title, List<String> columns, List<List<String>> rows) {
  public TableView {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
