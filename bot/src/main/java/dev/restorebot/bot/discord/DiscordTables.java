package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Writes a table in letters of one width. */
final class DiscordTables {
  private DiscordTables() {}

  static TextTable of(TableView table) {
    return new TextTable(table, cell -> cell.replaceAll("\\R", " "));
  }

  /** Columns under each other, the head underlined. */
  static String text(TableView table) {
    TextTable text = of(table);
    List<String> lines = new ArrayList<>(text.lines());
    lines.add(1, text.rule());
    return String.join("\n", lines);
  }
}
