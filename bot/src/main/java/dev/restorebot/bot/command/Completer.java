package dev.restorebot.bot.command;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Completes the text that a person types after {@code /restore}. */
public final class Completer {
  private static final int MOST = 20;

  private final Supplier<List<String>> backups;
  private final Supplier<List<String>> jobs;

  /**
   * Asks both every time, so they should be quick.
   *
   * @param backups names of backups, the likeliest first
   * @param jobs ids of jobs, the likeliest first
   */
  public Completer(Supplier<List<String>> backups, Supplier<List<String>> jobs) {
    this.backups = backups;
    this.jobs = jobs;
  }

  /** Whole lines that the text may become, without {@code /restore}; at most 20. */
  public List<String> complete(String text) {
    String line = text.stripLeading();
    int blank = line.indexOf(' ');
    if (blank < 0) {
      return subcommands(line);
    }
    String word = line.substring(0, blank);
    String argument = line.substring(blank + 1).strip().replaceAll("^[\"']", "");
    return arguments(word, argument).stream()
        .map(name -> word.toLowerCase(Locale.ROOT) + " " + CommandWords.quoted(name))
        .toList();
  }

  /**
   * Completes a subcommand's first argument, the likeliest first; at most 20.
   *
   * @param word the subcommand
   * @param part what was typed of the argument
   */
  public List<String> arguments(String word, String part) {
    String wanted = part.strip().toLowerCase(Locale.ROOT);
    return Subcommands.find(word).stream()
        .flatMap(subcommand -> subcommand.parameters().stream().limit(1))
        .flatMap(this::names)
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
        .limit(MOST)
        .toList();
  }

  /** The subcommands that start with what was typed. */
  public static List<String> subcommands(String start) {
    String wanted = start.toLowerCase(Locale.ROOT);
    return Subcommands.all().stream()
        .map(Subcommand::word)
        .filter(word -> word.startsWith(wanted))
        .toList();
  }

  private Stream<String> names(Parameter parameter) {
    List<String> names =
        switch (parameter.source()) {
          case NONE -> List.of();
          case BACKUPS -> backups.get();
          case JOBS -> jobs.get();
        };
    return Stream.concat(names.stream(), parameter.choices().stream());
  }
}
