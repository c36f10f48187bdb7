package dev.restorebot.bot.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Completes the text that a person types after {@code /restore}. */
public final class Completer {
  private static final int MOST = 20;

  private final Names names;

  /** Completes with those names. */
  public Completer(Names names) {
    this.names = names;
  }

  /**
   * The names that complete arguments, the likeliest first. Asked at every key, so they should be
   * quick.
   *
   * @param backups names of backups
   * @param jobs ids of jobs
   * @param targets names of the targets of disaster restores, where there are several
   * @param backupsOf names of the backups of a target
   */
  public record Names(
      Supplier<List<String>> backups,
      Supplier<List<String>> jobs,
      Supplier<List<String>> targets,
      Function<String, List<String>> backupsOf) {}

  /** Whole lines that the text may become, without {@code /restore}; at most 20. */
  public List<String> complete(String text) {
    String line = text.stripLeading();
    int blank = line.indexOf(' ');
    if (blank < 0) {
      return subcommands(line);
    }
    String word = line.substring(0, blank);
    String argument = line.substring(blank + 1).stripLeading();
    String before = word.toLowerCase(Locale.ROOT) + " ";
    int next = argument.indexOf(' ');
    if (next > 0
        && takesTarget(word)
        && names.targets().get().contains(argument.substring(0, next))) {
      String target = argument.substring(0, next);
      return completed(
          before + target + " ", names.backupsOf().apply(target), argument.substring(next + 1));
    }
    return completed(before, first(word).map(this::names).orElse(List.of()), argument);
  }

  private static List<String> completed(String before, List<String> names, String part) {
    return matching(names, part.strip().replaceAll("^[\"']", "")).stream()
        .map(name -> before + CommandWords.quoted(name))
        .toList();
  }

  private static boolean takesTarget(String word) {
    return first(word).filter(first -> first.source() == Parameter.Source.TARGETS).isPresent();
  }

  /**
   * Completes an argument of a subcommand, the likeliest first; at most 20.
   *
   * @param word the subcommand
   * @param argument the argument's name
   * @param part what was typed of it
   * @param given the other arguments by their names
   */
  public List<String> argument(
      String word, String argument, String part, Function<String, Optional<String>> given) {
    Optional<Parameter> parameter =
        Subcommands.find(word).stream()
            .flatMap(subcommand -> subcommand.parameters().stream())
            .filter(each -> each.name().equals(argument))
            .findFirst();
    boolean ofTarget =
        parameter.filter(each -> each.source() == Parameter.Source.BACKUPS).isPresent();
    return matching(
        given
            .apply(Parameter.TARGET)
            .filter(target -> ofTarget && names.targets().get().contains(target))
            .map(names.backupsOf())
            .or(() -> parameter.map(this::own))
            .orElse(List.of()),
        part.strip());
  }

  private static List<String> matching(List<String> names, String part) {
    String wanted = part.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
        .limit(MOST)
        .toList();
  }

  private static Optional<Parameter> first(String word) {
    return Subcommands.find(word).stream()
        .flatMap(subcommand -> subcommand.parameters().stream())
        .findFirst();
  }

  /** The subcommands that start with what was typed. */
  public static List<String> subcommands(String start) {
    String wanted = start.toLowerCase(Locale.ROOT);
    return Subcommands.all().stream()
        .map(Subcommand::word)
        .filter(word -> word.startsWith(wanted))
        .toList();
  }

  /** A target may be left out, and a backup come in its place. */
  private List<String> names(Parameter first) {
    return first.source() == Parameter.Source.TARGETS
        ? Stream.concat(names.targets().get().stream(), names.backups().get().stream()).toList()
        : own(first);
  }

  private List<String> own(Parameter parameter) {
    List<String> found =
        switch (parameter.source()) {
          case NONE -> List.of();
          case TARGETS -> names.targets().get();
          case BACKUPS -> names.backups().get();
          case JOBS -> names.jobs().get();
        };
    return Stream.concat(found.stream(), parameter.choices().stream()).toList();
  }
}
