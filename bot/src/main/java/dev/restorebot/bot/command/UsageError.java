package dev.restorebot.bot.command;

import java.util.Optional;

/**
 * The text could not be parsed, and nothing was started.
 *
 * @param message what is wrong with it, and what was probably meant
 * @param helpLine the line of the help that fits
 * @param meant the command that was probably meant, without {@code /restore}
 */
public record UsageError(String message, String helpLine, Optional<String> meant)
    implements Command {
  /** Nothing in particular was probably meant. */
  public UsageError(String message, String helpLine) {
    this(message, helpLine, Optional.empty());
  }

  /** The same, where that command was probably meant. */
  UsageError meaning(String line) {
    return new UsageError(message, helpLine, Optional.of(line));
  }

  @Override
  public Access access() {
    return Access.READ;
  }

  @Override
  public void run(CommandSession session) {
    session.answer(HelpText.card(this));
  }
}
