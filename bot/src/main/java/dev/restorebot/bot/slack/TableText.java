package dev.restorebot.bot.slack;

import dev.restorebot.bot.message.TableView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A table as text in letters of equal width. Pure. */
final class TableText {
  private static final int WIDEST_IN_A_MESSAGE = 160;

  private final List<String> lines = new ArrayList<>();

  TableText(TableView table) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.columns());
    rows.addAll(table.rows());
    int columns = table.columns().size();
    int[] widths = new int[columns];
    rows.forEach(
        row ->
            IntStream.range(0, columns)
                .forEach(i -> widths[i] = Math.max(widths[i], width(cell(row, i)))));
    boolean[] numbers = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      numbers[i] =
          !table.rows().isEmpty()
              && table.rows().stream()
                  .allMatch(row -> cell(row, column).matches("[-+]?\\d[\\d.,' \u00a0\u202f]*%?"));
    }
    rows.forEach(row -> lines.add(line(row, widths, numbers)));
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

  /** Whether nothing of it is lost by {@link #beginning}. */
  boolean fits(int rows, int characters) {
    return beginning(rows, characters).equals(lines);
  }

  private static String line(List<String> row, int[] widths, boolean[] numbers) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cell(row, i);
      String blanks = String.join("", Collections.nCopies(widths[i] - width(cell), " "));
      line.append(i == 0 ? "" : "  ").append(numbers[i] ? blanks + cell : cell + blanks);
    }
    return line.toString().stripTrailing();
  }

  private static String cell(List<String> row, int column) {
    return column < row.size() ? PlainText.line(row.get(column)) : "";
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
