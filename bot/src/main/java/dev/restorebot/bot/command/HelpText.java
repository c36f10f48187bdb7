package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import java.util.List;

/** Builds the answer to {@code /restore help}. */
public final class HelpText {
  private HelpText() {}

  /** One line a command, with an example where it takes arguments; code in backquotes. */
  public static List<String> lines() {
    return Subcommands.all().stream().map(Subcommand::helpLine).toList();
  }

  /** The help as a message. */
  public static Card card() {
    Card.Builder card = Card.of(Tone.INFO, "Commands");
    lines().forEach(card::line);
    return card.line(
            "Only `disaster` and `rollback` change production, and only after two leads approve."
                + " Sandboxes are temporary.")
        .build();
  }

  /** The error in a command, as a message for the person who typed it. */
  public static Card card(UsageError error) {
    Card.Builder card =
        Card.of(Tone.WARN, "Nothing was started").line(error.message()).line(error.helpLine());
    error.meant().ifPresent(line -> card.button(Suggestion.button(line)));
    return card.build();
  }

  /** The help of one command. */
  static Card card(Subcommand subcommand) {
    Card.Builder card = Card.of(Tone.INFO, "/restore " + subcommand.word());
    card.line(subcommand.helpLine());
    subcommand.parameters().forEach(each -> card.field(each.name(), each.about()));
    return card.build();
  }
}
