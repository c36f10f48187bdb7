package dev.restorebot.bot.slack;

import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.TextTable;
import java.util.ArrayList;
import java.util.List;

/** A table as text in letters of equal width, as much as a message takes. Pure. */
final class TableText {
  private static final int WIDEST_IN_A_MESSAGE = 160;

  private final List<String> lines;

  TableText(TableView table) {
    lines = new TextTable(table, PlainText::line).lines();
  }

  /** All of it, the head first. */
  String whole() {
    return String.join("\n", lines);
  }

  /** The head and as many rows as fit. */
  List<String> beginning(int rows, int characters) {
    List<String> taken = new ArrayList<>();
    int left = characters;
    for (String line : lines.subList(0, Math.min(lines.size(), rows + 1))) {
      String shown = PlainText.cut(line, WIDEST_IN_A_MESSAGE);
      if (shown.length() + 2 > left) {
        break;
      }
      left -= shown.length() + 2;
      taken.add(shown);
    }
    return taken;
  }

  /** Returns true if nothing of it is lost by {@link #beginning}. */
  boolean fits(int rows, int characters) {
    return beginning(rows, characters).equals(lines);
  }
}
