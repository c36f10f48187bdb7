package dev.restorebot.bot.cli;

import dev.restorebot.engine.text.EditDistance;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A few lines about what was wrong; the whole help would push them off the screen. */
final class UsageErrors implements IParameterExceptionHandler {
  /** Picocli's message for a command that only has subcommands. Their list helps more. */
  private static final String NO_SUBCOMMAND = "Missing required subcommand";

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine line = error.getCommandLine();
    PrintWriter err = line.getErr();
    if (error.getMessage().startsWith(NO_SUBCOMMAND)) {
      line.usage(err);
      return ExitCodes.USAGE;
    }
    Optional<String> word = unknownWord(error);
    if (word.isPresent()) {
      err.println("There is no command " + Plain.of(word.get()) + "." + meant(line, word.get()));
    } else {
      if (error.getMessage().contains("unmappable")) {
        err.println(
            "The name of a file has letters that the character set of this environment does not"
                + " have. Run the command again with LC_ALL=C.UTF-8.");
      } else {
        err.println(Plain.of(error.getMessage()) + ".");
      }
      UnmatchedArgumentException.printSuggestions(error, err);
      String name = line.getCommandSpec().qualifiedName();
      err.print(line.getHelp().synopsisHeading() + line.getHelp().synopsis(0));
      err.println("Nothing was started. For help, run `" + name + " --help`.");
      err.flush();
      return ExitCodes.USAGE;
    }
    err.println("Nothing was started. `restore-bot --help` lists the commands.");
    err.flush();
    return ExitCodes.USAGE;
  }

  /** Returns the word in the place of a command that is no command. */
  private static Optional<String> unknownWord(ParameterException error) {
    boolean top = error.getCommandLine().getParent() == null;
    return top
            && error instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
        ? unmatched.getUnmatched().stream().findFirst()
        : Optional.empty();
  }

  private static String meant(CommandLine line, String word) {
    if (word.matches("(?i).*\\.(dump|sql|backup|bak|tar|gz|zst|enc)")) {
      return " Did you mean `restore-bot test " + Plain.of(word) + "`?";
    }
    return line.getSubcommands().keySet().stream()
        .min(Comparator.comparingInt(name -> EditDistance.of(name, word)))
        .filter(name -> EditDistance.of(name, word) <= 2)
        .map(name -> " Did you mean `restore-bot " + name + "`?")
        .orElse("");
  }
}
