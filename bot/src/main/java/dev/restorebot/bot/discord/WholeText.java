package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.Card;
import java.util.ArrayList;
import java.util.List;

/** All that a card says, as a text file. */
final class WholeText {
  private WholeText() {}

  static String of(Card card) {
    List<String> lines = new ArrayList<>();
    lines.add(card.title());
    lines.add("");
    card.steps().forEach(step -> lines.add(CardContainer.sign(step.status()) + step.title()));
    lines.addAll(card.lines());
    card.fields().forEach(field -> lines.add(field.label() + ": " + field.value()));
    card.table()
        .ifPresent(
            table -> {
              lines.add("");
              lines.add(table.title());
              lines.add(DiscordTables.text(table));
            });
    if (!card.code().isEmpty()) {
      lines.add("");
      lines.addAll(card.code());
    }
    return Markdown.straight(String.join("\n", lines)) + "\n";
  }
}
