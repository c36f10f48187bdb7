package dev.restorebot.bot.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses the text after {@code /restore}. Pure: knows no engine and no chat. */
public final class CommandParser {
  static final int MAX_LENGTH = 1000;
  private static final int MAX_NAME = 255;

  private CommandParser() {}

  /**
   * Reads a command. Never throws: what cannot be read becomes a {@link UsageError} that says what
   * to type instead. No text at all is a call for help.
   */
  public static Command parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return unknown("The command is too long: " + text.length() + " characters.");
    }
    List<String> words;
    try {
      words = CommandWords.split(text);
    } catch (IllegalArgumentException e) {
      return unknown(e.getMessage());
    }
    if (words.isEmpty()) {
      return new HelpCommand.Help(Optional.empty());
    }
    return Subcommands.find(words.get(0))
        .map(subcommand -> read(subcommand, subcommand.typed(words.subList(1, words.size()))))
        .orElseGet(() -> misspelt(words));
  }

  /** A line that {@link #parse} reads back as exactly these words. */
  public static String line(Subcommand subcommand, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(subcommand.word()));
    arguments.forEach(argument -> words.add(CommandWords.quoted(argument)));
    return String.join(" ", words);
  }

  private static Command misspelt(List<String> words) {
    String word = CommandWords.shown(words.get(0));
    if (words.size() == 1 && SubcommandSuggestions.looksLikeBackup(words.get(0))) {
      return Subcommands.TEST
          .wrong("That looks like a backup. Did you mean `/restore test " + word + "`?")
          .meaning(line(Subcommands.TEST, words));
    }
    return SubcommandSuggestions.nearest(words.get(0))
        .map(
            near ->
                near.wrong(
                        "There is no command `" + word + "`. Did you mean `" + near.word() + "`?")
                    .meaning(line(near, words.subList(1, words.size()))))
        .orElseGet(() -> unknown("There is no command `" + word + "`."));
  }

  private static Command read(Subcommand subcommand, List<String> arguments) {
    List<Parameter> parameters = subcommand.parameters();
    // Free text is the last parameter, and anything may be in it.
    int names =
        parameters.stream().anyMatch(Parameter::freeText) ? parameters.size() - 1 : MAX_LENGTH;
    for (String argument : arguments.subList(0, Math.min(names, arguments.size()))) {
      Optional<String> fault = fault(argument);
      if (fault.isPresent()) {
        return subcommand.wrong(fault.get());
      }
    }
    int most = parameters.stream().mapToInt(Parameter::words).sum();
    if (arguments.size() > most) {
      String extra = CommandWords.shown(arguments.get(most));
      return subcommand.wrong("`" + subcommand.word() + "` does not take `" + extra + "`.");
    }
    if (arguments.isEmpty() && !parameters.isEmpty() && parameters.get(0).required()) {
      return subcommand.wrong(parameters.get(0).source().question());
    }
    return subcommand.read(new Arguments(arguments));
  }

  /** No argument is an option, so that no name can ever pass for one in a program's arguments. */
  private static Optional<String> fault(String argument) {
    if (argument.isBlank()) {
      return Optional.of("A name is empty.");
    }
    if (argument.matches("(?s)" + CommandWords.DASHES + ".*")) {
      return Optional.of(
          "`"
              + CommandWords.shown(argument)
              + "` looks like an option. Commands take only plain words.");
    }
    if (argument.length() > MAX_NAME) {
      return Optional.of("That name is too long: " + argument.length() + " characters.");
    }
    return Optional.empty();
  }

  private static UsageError unknown(String message) {
    return Subcommands.HELP.wrong(message);
  }
}
