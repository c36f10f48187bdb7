package dev.restorebot.bot.command;

import dev.restorebot.bot.command.Command.UsageError;
import dev.restorebot.bot.text.DurationParser;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.verify.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Parses the text after {@code /restore}. Pure: knows no engine and no chat. */
public final class CommandParser {
  private static final int MAX_LENGTH = 1000;
  private static final int MAX_NAME = 255;
  private static final String REASON = "reason";
  private static final String DASHES = "[-\\u2010-\\u2015\\u2212]";

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
      return new Command.Help();
    }
    Optional<Subcommand> subcommand = find(words.get(0));
    if (subcommand.isEmpty()) {
      return misspelt(words);
    }
    return withArguments(subcommand.get(), words.subList(1, words.size()));
  }

  /** A line that {@link #parse} reads back as exactly these words. */
  public static String line(Subcommand subcommand, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(subcommand.word()));
    arguments.forEach(argument -> words.add(CommandWords.quoted(argument)));
    return String.join(" ", words);
  }

  private static Optional<Subcommand> find(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    for (Subcommand subcommand : Subcommand.values()) {
      if (subcommand.word().equals(wanted)) {
        return Optional.of(subcommand);
      }
    }
    return Optional.empty();
  }

  private static Command misspelt(List<String> words) {
    String word = words.get(0);
    if (words.size() == 1 && SubcommandSuggestions.looksLikeBackup(word)) {
      return new UsageError(
          "That looks like a backup. Did you mean `/restore test " + shown(word) + "`?",
          Subcommand.TEST.helpLine());
    }
    return SubcommandSuggestions.nearest(word)
        .map(
            near ->
                new UsageError(
                    "There is no `" + shown(word) + "`. Did you mean `" + near.word() + "`?",
                    near.helpLine()))
        .orElseGet(() -> unknown("There is no `" + shown(word) + "`."));
  }

  private static Command withArguments(Subcommand subcommand, List<String> typed) {
    // It is written `--check` in many a runbook, and phones make one long dash of it.
    List<String> arguments =
        subcommand.first() == Subcommand.Argument.WHAT
            ? typed.stream().map(word -> word.replaceFirst("^" + DASHES + "{1,2}", "")).toList()
            : typed;
    // What comes after is free text: a reason.
    int names = subcommand.others().contains(REASON) ? subcommand.others().size() : MAX_LENGTH;
    for (String argument : arguments.subList(0, Math.min(names, arguments.size()))) {
      Optional<String> fault = fault(argument);
      if (fault.isPresent()) {
        return new UsageError(fault.get(), subcommand.helpLine());
      }
    }
    int most = most(subcommand);
    if (arguments.size() > most) {
      return new UsageError(
          "`" + subcommand.word() + "` does not take `" + shown(arguments.get(most)) + "`.",
          subcommand.helpLine());
    }
    Optional<String> first = arguments.stream().findFirst();
    return switch (subcommand) {
      case TEST -> test(first, arguments);
      case BACKUPS -> backups(first);
      case HELP -> new Command.Help();
      case STATUS -> new Command.Status(first);
      case INSPECT -> first.<Command>map(Command.Inspect::new).orElseGet(() -> which(subcommand));
      case CANCEL -> first.<Command>map(Command.Cancel::new).orElseGet(() -> which(subcommand));
      case CLEANUP -> first.map(CommandParser::cleanup).orElseGet(() -> which(subcommand));
      case EXTEND -> extend(arguments);
      case DISASTER -> new Command.Disaster(first, at(arguments, 1), rest(arguments, 2));
      case APPROVE ->
          ofJob(
              subcommand,
              first,
              job ->
                  new Command.Decide(
                      Command.Decide.Decision.APPROVE,
                      job,
                      "",
                      at(arguments, 1).map(SecondFactorCode::new)));
      case DRILL -> new Command.Drill(first);
      case HISTORY -> new Command.History(first);
      case DENY -> ofJob(subcommand, first, job -> new Command.Deny(job, "", rest(arguments, 1)));
      case ROLLBACK ->
          ofJob(subcommand, first, job -> new Command.Rollback(job, rest(arguments, 1)));
    };
  }

  private static Command ofJob(
      Subcommand subcommand, Optional<String> job, Function<String, Command> made) {
    return job.map(made).orElseGet(() -> which(subcommand));
  }

  private static Optional<String> at(List<String> arguments, int place) {
    return arguments.stream().skip(place).findFirst();
  }

  /** All that was typed from there on. */
  private static Optional<String> rest(List<String> arguments, int place) {
    return arguments.size() <= place
        ? Optional.empty()
        : Optional.of(String.join(" ", arguments.subList(place, arguments.size())));
  }

  private static int most(Subcommand subcommand) {
    return switch (subcommand) {
      case HELP -> 0;
      case TEST, APPROVE -> 2;
      case BACKUPS, INSPECT, STATUS, CANCEL, CLEANUP, DRILL, HISTORY -> 1;
      case DISASTER, DENY, ROLLBACK -> MAX_LENGTH; // a reason may have many words
      case EXTEND -> 5; // a job, and a time that may be written in pieces: 1 day 12 hours
    };
  }

  private static Command test(Optional<String> backup, List<String> arguments) {
    if (arguments.size() < 2) {
      return backup.flatMap(Level::of).isEmpty()
          ? new Command.Test(backup)
          : new UsageError(
              "Which backup at that level? Write it before the level.", Subcommand.TEST.helpLine());
    }
    Optional<Level> level = Level.of(arguments.get(1));
    return level.isPresent()
        ? new Command.Test(backup, level)
        : new UsageError(
            "`"
                + shown(arguments.get(1))
                + "` is not a level. The levels are `quick`, `standard` and `deep`.",
            Subcommand.TEST.helpLine());
  }

  private static Command backups(Optional<String> what) {
    if (what.isEmpty()) {
      return new Command.Backups(Command.Backups.Wish.LIST);
    }
    return Command.Backups.Wish.of(what.get())
        .<Command>map(Command.Backups::new)
        .orElseGet(
            () ->
                new UsageError(
                    "`backups` takes `check` or `refresh`, not `" + shown(what.get()) + "`.",
                    Subcommand.BACKUPS.helpLine()));
  }

  private static Command cleanup(String job) {
    boolean all = job.equalsIgnoreCase("all");
    return new Command.Cleanup(all ? Optional.empty() : Optional.of(job));
  }

  private static Command extend(List<String> arguments) {
    if (arguments.isEmpty()) {
      return which(Subcommand.EXTEND);
    }
    if (arguments.size() == 1) {
      return new UsageError("How much longer?", Subcommand.EXTEND.helpLine());
    }
    String time = String.join(" ", arguments.subList(1, arguments.size()));
    Optional<Duration> by = DurationParser.parse(time);
    if (by.isEmpty()) {
      return new UsageError(
          "`" + shown(time) + "` is not a time. Write it like `90m`, `2h` or `1d12h`.",
          Subcommand.EXTEND.helpLine());
    }
    return new Command.Extend(arguments.get(0), by.get());
  }

  private static UsageError which(Subcommand subcommand) {
    String message =
        switch (subcommand.first()) {
          case BACKUP -> "Which backup? `/restore backups` lists them.";
          case JOB -> "Which job? `/restore status` lists them.";
          case NONE, DATABASE, WHAT -> "Something is missing.";
        };
    return new UsageError(message, subcommand.helpLine());
  }

  /** No argument is an option, so that no name can ever pass for one in a program's arguments. */
  private static Optional<String> fault(String argument) {
    if (argument.isBlank()) {
      return Optional.of("A name is empty.");
    }
    if (argument.matches("(?s)" + DASHES + ".*")) {
      return Optional.of(
          "`" + shown(argument) + "` looks like an option. Commands take only plain words.");
    }
    if (argument.length() > MAX_NAME) {
      return Optional.of("That name is too long: " + argument.length() + " characters.");
    }
    return Optional.empty();
  }

  private static UsageError unknown(String message) {
    return new UsageError(message, Subcommand.HELP.helpLine());
  }

  /** The word, safe to show between backquotes in an answer. */
  private static String shown(String word) {
    String plain = word.replace('`', '\'');
    return plain.length() > 60 ? plain.substring(0, 57) + "..." : plain;
  }
}
