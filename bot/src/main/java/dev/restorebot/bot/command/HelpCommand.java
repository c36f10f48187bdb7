package dev.restorebot.bot.command;

import java.util.List;

/** {@code /restore help}: lists the commands. */
final class HelpCommand extends Subcommand {
  HelpCommand() {
    super("help", "", "lists these commands", "help", List.of(), "?");
  }

  /** Lists the commands. */
  record Help() implements Command {
    @Override
    public Access access() {
      return Access.READ;
    }

    @Override
    public void run(CommandSession session) {
      session.answer(HelpText.card());
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Help();
  }
}
