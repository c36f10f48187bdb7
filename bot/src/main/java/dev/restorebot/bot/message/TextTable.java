package dev.restorebot.bot.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Lays a table out as lines of text for letters of equal width, two blanks between the columns.
 * Columns of numbers are aligned to the right. Pure.
 */
public final class TextTable {
  /** The widest line in letters of equal width that a phone shows unbroken. */
  private static final int PHONE = 40;

  private static final String NUMBER = "[-+]?\\d[\\d.,' \u00a0\u202f]*%?";

  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;
  private final boolean[] numbers;

  /**
   * Measures a table.
   *
   * @param line writes the text of a cell in one line
   */
  public TextTable(TableView table, UnaryOperator<String> line) {
    int columns = table.columns().size();
    rows.add(cells(table.columns(), columns, line));
    table.rows().forEach(row -> rows.add(cells(row, columns, line)));
    List<List<String>> body = rows.subList(1, rows.size());
    widths = new int[columns];
    numbers = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      widths[i] = rows.stream().mapToInt(row -> width(row.get(column))).max().orElse(0);
      numbers[i] =
          !body.isEmpty() && body.stream().allMatch(row -> row.get(column).matches(NUMBER));
    }
  }

  /** The lines, the head first. */
  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  /** Returns whether a phone shows the lines unbroken. */
  public boolean fitsPhone() {
    return IntStream.of(widths).map(width -> width + 2).sum() - 2 <= PHONE;
  }

  /** The head and the rows without alignment, for a table that a phone would break. */
  public List<String> sentences() {
    return rows.stream().map(TextTable::sentence).toList();
  }

  private static String sentence(List<String> row) {
    List<String> others =
        row.subList(Math.min(1, row.size()), row.size()).stream()
            .filter(cell -> !cell.isBlank())
            .toList();
    return (row.isEmpty() ? "" : row.get(0))
        + (others.isEmpty() ? "" : ": " + String.join(", ", others));
  }

  /** A line of dashes under the head. */
  public String rule() {
    return line(IntStream.of(widths).mapToObj("-"::repeat).toList());
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String blanks = " ".repeat(widths[i] - width(cell));
      line.append(i == 0 ? "" : "  ").append(numbers[i] ? blanks + cell : cell + blanks);
    }
    return line.toString().stripTrailing();
  }

  private static List<String> cells(List<String> row, int columns, UnaryOperator<String> line) {
    return IntStream.range(0, columns)
        .mapToObj(i -> i < row.size() ? line.apply(row.get(i)) : "")
        .toList();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
