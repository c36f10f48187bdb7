package dev.restorebot.bot.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void numbersAreAlignedToTheRightAndMissingCellsAreBlank() {
    TextTable table =
        new TextTable(
            new TableView(
                "Rows",
                List.of("Table", "Rows", "Note"),
                List.of(
                    List.of("users", "1,234", "big"),
                    List.of("\u65e5\u672c", "7", ""),
                    List.of("empty", "0"))),
            cell -> cell.toLowerCase(Locale.ROOT));

    assertThat(table.lines())
        .containsExactly(
            "table   rows  note", "users  1,234  big", "\u65e5\u672c         7", "empty      0");
    assertThat(table.rule()).isEqualTo("-----  -----  ----");
  }

  @Test
  void aTableWithoutColumnsIsOneBlankLine() {
    TextTable table = new TextTable(new TableView("", List.of(), List.of()), cell -> cell);
    assertThat(table.lines()).containsExactly("");
    assertThat(table.rule()).isEmpty();
  }
}
