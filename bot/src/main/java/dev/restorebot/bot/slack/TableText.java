package dev.restorebot.bot.slack;

import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.TextTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as text, as much as a message takes: aligned in letters of equal width if a phone shows
 * that unbroken, as sentences otherwise. Pure.
 */
final class TableText {
  private static final int LONGEST_IN_A_MESSAGE = 200;

  private final List<String> lines;
  private final List<String> shown;
  private final boolean aligned;

  TableText(TableView table) {
    TextTable text = new TextTable(table, PlainText::line);
    lines = text.lines();
    aligned = text.fitsPhone();
    shown = aligned ? lines : text.sentences();
  }

  /** Returns whether a message shows it in letters of equal width. */
  boolean aligned() {
    return aligned;
  }

  /** All of it, aligned, the head first: for a file. */
  String whole() {
    return String.join("\n", lines);
  }

  /** The head and as many rows as fit. */
  List<String> beginning(int rows, int characters) {
    List<String> taken = new ArrayList<>();
    int left = characters;
    for (String each : shown.subList(0, Math.min(shown.size(), rows + 1))) {
      String line = PlainText.cut(each, LONGEST_IN_A_MESSAGE);
      if (line.length() + 2 > left) {
        break;
      }
      left -= line.length() + 2;
      taken.add(line);
    }
    return taken;
  }

  /** Returns true if nothing of it is lost by {@link #beginning}. */
  boolean fits(int rows, int characters) {
    return beginning(rows, characters).equals(shown);
  }
}
