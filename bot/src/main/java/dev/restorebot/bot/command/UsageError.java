package dev.restorebot.bot.command;

/**
 * The text could not be parsed, and nothing was started.
 *
 * @param message what is wrong with it, and what was probably meant
 * @param helpLine the line of the help that fits
 */
public record UsageError(String message, String helpLine) implements Command {
  @Override
  public Access access() {
    return Access.READ;
  }

  @Override
  public void run(CommandSession session) {
    session.answer(HelpText.card(this));
  }
}
