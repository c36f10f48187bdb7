package dev.restorebot.bot.command;

import java.util.List;
import java.util.Optional;

/** {@code /restore help}: lists the commands. */
final class HelpCommand extends Subcommand {
  HelpCommand() {
    super(
        "help",
        "[COMMAND]",
        "lists these commands, or explains one",
        "help test",
        List.of(Parameter.of("command", "the command to explain")),
        "?");
  }

  /**
   * Lists the commands, or explains one.
   *
   * @param command its word; empty for all
   */
  record Help(Optional<String> command) implements Command {
    @Override
    public Access access() {
      return Access.READ;
    }

    @Override
    public void run(CommandSession session) {
      session.answer(
          command.flatMap(Subcommands::find).map(HelpText::card).orElseGet(HelpText::card));
    }
  }

  @Override
  Command read(Arguments arguments) {
    Optional<String> word = arguments.at(0).map(any -> any.replaceFirst("^/", ""));
    if (word.isPresent() && Subcommands.find(word.get()).isEmpty()) {
      String typed = CommandWords.shown(word.get());
      return SubcommandSuggestions.nearest(word.get())
          .map(
              near ->
                  near.wrong(
                          "There is no command `"
                              + typed
                              + "`. Did you mean `"
                              + near.word()
                              + "`?")
                      .meaning("help " + near.word()))
          .orElseGet(() -> wrong("There is no command `" + typed + "`."));
    }
    return new Help(word);
  }
}
