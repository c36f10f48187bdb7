package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import java.util.Arrays;
import java.util.List;

/** What {@code /restore help} says. */
public final class HelpText {
  private HelpText() {}

  /** One line a command, with an example where it takes arguments; code in backquotes. */
  public static List<String> lines() {
    return Arrays.stream(Subcommand.values()).map(Subcommand::helpLine).toList();
  }

  /** The help as a message. */
  public static Card card() {
    Card.Builder card = Card.of(Tone.INFO, "What I can do");
    lines().forEach(card::line);
    return card.line(
            "Only `disaster` and `rollback` touch production, and not before two leads approve;"
                + " sandboxes are thrown away.")
        .build();
  }

  /** What was wrong with a command, as a message for whoever typed it. */
  public static Card card(Command.UsageError error) {
    return Card.of(Tone.WARN, "Nothing was started")
        .line(error.message())
        .line(error.helpLine())
        .build();
  }
}
