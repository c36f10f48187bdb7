package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.TableView;
import java.util.ArrayList;
import java.util.List;

/** A table in letters of one width. */
final class DiscordTables {
  private DiscordTables() {}

  /** Columns under each other, the head underlined. */
  static String text(TableView table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(oneLine(table.columns()));
    table.rows().forEach(row -> lines.add(oneLine(row)));
    int[] widths = new int[table.columns().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < Math.min(widths.length, line.size()); i++) {
        widths[i] = Math.max(widths[i], width(line.get(i)));
      }
    }
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    lines.add(1, rule);
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(padded(line, widths)).append('\n'));
    return text.toString().stripTrailing();
  }

  private static List<String> oneLine(List<String> cells) {
    return cells.stream().map(cell -> cell.replaceAll("\\R", " ")).toList();
  }

  private static String padded(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.size(); i++) {
      text.append(line.get(i));
      if (i < widths.length) {
        text.append(" ".repeat(widths[i] - width(line.get(i)) + 2));
      }
    }
    return text.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
