package dev.restorebot.bot.command;

import java.util.Arrays;
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
    String word = line.substring(0, blank).toLowerCase(Locale.ROOT);
    String argument = line.substring(blank + 1).strip().replaceAll("^[\"']", "");
    return Arrays.stream(Subcommand.values())
        .filter(each -> each.word().equals(word))
        .flatMap(
            each ->
                names(each, argument.toLowerCase(Locale.ROOT))
                    .map(name -> each.word() + " " + CommandWords.quoted(name)))
        .limit(MOST)
        .toList();
  }

  /**
   * What a subcommand's first argument may become, the likeliest first; at most 20.
   *
   * @param word the subcommand
   * @param part what was typed of the argument
   */
  public List<String> arguments(String word, String part) {
    String wanted = part.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(Subcommand.values())
        .filter(each -> each.word().equals(word))
        .flatMap(each -> names(each, wanted))
        .limit(MOST)
        .toList();
  }

  /** The subcommands that start with what was typed. */
  public static List<String> subcommands(String start) {
    String wanted = start.toLowerCase(Locale.ROOT);
    return Arrays.stream(Subcommand.values())
        .map(Subcommand::word)
        .filter(word -> word.startsWith(wanted))
        .toList();
  }

  private Stream<String> names(Subcommand subcommand, String part) {
    Stream<String> names =
        switch (subcommand.first()) {
          case NONE, DATABASE -> Stream.empty();
          case BACKUP -> backups.get().stream();
          case JOB -> jobs.get().stream();
          case WHAT -> Stream.of("check", "refresh");
        };
    Stream<String> all = subcommand == Subcommand.CLEANUP ? Stream.of("all") : Stream.empty();
    return Stream.concat(names, all).filter(name -> name.toLowerCase(Locale.ROOT).contains(part));
  }
}
