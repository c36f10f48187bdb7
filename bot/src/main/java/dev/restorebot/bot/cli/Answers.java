package dev.restorebot.bot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.CardJson;
import dev.restorebot.bot.message.Fact;
import dev.restorebot.bot.message.TextTable;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Writes the answers that chats show, for people or for programs. */
final class Answers {
  /** Commands of the chat that the command line has too. */
  private static final Pattern IN_CHAT =
      Pattern.compile("/restore (test|status|history|drill|cleanup|backups|inspect)\\b");

  private final PrintStream out;
  private final Terminal terminal;
  private final UnaryOperator<String> commands;

  /** Writes there; {@code commands} writes out the commands in a text. */
  Answers(PrintStream out, Terminal terminal, UnaryOperator<String> commands) {
    this.out = out;
    this.terminal = terminal;
    this.commands = commands;
  }

  /**
   * An answer for a program; its fields are documented in docs/command-line.md.
   *
   * @param tone how it is: INFO, RUNNING, GOOD, WARN, BAD or UNSURE
   * @param title the first line
   * @param lines sentences
   * @param facts labelled facts
   * @param columns the head of the table; empty without one
   * @param rows the rows of the table
   */
  record Answer(
      String tone,
      String title,
      List<String> lines,
      List<Fact> facts,
      List<String> columns,
      List<List<String>> rows) {
    static Answer of(Card card) {
      return new Answer(
          card.tone().name(),
          card.title(),
          card.lines(),
          card.fields(),
          card.table().map(table -> table.columns()).orElse(List.of()),
          card.table().map(table -> table.rows()).orElse(List.of()));
    }
  }

  /** Prints the cards, or one JSON array of them. */
  void print(List<Card> cards, boolean json) {
    if (json) {
      json(cards.stream().map(Answer::of).toList());
      return;
    }
    for (int i = 0; i < cards.size(); i++) {
      if (i > 0) {
        out.println();
      }
      print(cards.get(i));
    }
  }

  /** Prints a value as JSON. */
  void json(Object value) {
    try {
      var unused =
          out.append(
              CardJson.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value)
                  + System.lineSeparator());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the answer cannot be written as JSON", e);
    }
  }

  private void print(Card card) {
    out.println(terminal.paint(card.tone(), text(card.title())));
    card.lines().forEach(line -> out.println(text(line)));
    int width = card.fields().stream().mapToInt(field -> field.label().length()).max().orElse(0);
    card.fields()
        .forEach(
            field ->
                out.printf(
                    "  %-" + (width + 2) + "s%s%n", text(field.label()), text(field.value())));
    card.table()
        .ifPresent(
            table -> {
              out.println();
              out.println(text(table.title()));
              new TextTable(table, this::text).lines().forEach(line -> out.println("  " + line));
            });
    card.code().forEach(line -> out.println("  " + text(line)));
  }

  private String text(String text) {
    return commands.apply(
        IN_CHAT.matcher(Plain.of(text.replace("`", ""))).replaceAll("restore-bot $1"));
  }
}
