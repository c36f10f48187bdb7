package dev.restorebot.bot.command;

import java.util.List;
import java.util.Optional;

/**
 * A subcommand of {@code /restore}: its help, its arguments, its buttons and its commands.
 *
 * <p>The parser, the help, completion, the dispatcher and Discord's options are derived from the
 * list in {@link Subcommands}.
 */
public abstract class Subcommand {
  private final String word;
  private final String usage;
  private final String summary;
  private final String example;
  private final List<Parameter> parameters;
  private final List<String> synonyms;

  /**
   * Describes a subcommand.
   *
   * @param word the word that people type
   * @param usage its arguments as the help shows them; empty for none
   * @param summary its summary in one line; code in backquotes
   * @param example a line that works
   * @param parameters its arguments; the last may be free text
   * @param synonyms words that other programs use for it
   */
  Subcommand(
      String word,
      String usage,
      String summary,
      String example,
      List<Parameter> parameters,
      String... synonyms) {
    this.word = word;
    this.usage = usage;
    this.summary = summary;
    this.example = example;
    this.parameters = List.copyOf(parameters);
    this.synonyms = List.of(synonyms);
  }

  /**
   * Reads its arguments, which are not more than it takes; a required first one is there.
   *
   * @return the command, or {@link #wrong}
   */
  abstract Command read(Arguments arguments);

  /** The command of one of its buttons, choices or forms; empty for those of others. */
  Optional<Command> pressed(Press press) {
    return Optional.empty();
  }

  /** The words as {@link #read} expects them. */
  List<String> typed(List<String> words) {
    return words;
  }

  /** The word that people type. */
  public final String word() {
    return word;
  }

  /** Its summary in one line; code in backquotes. */
  public final String summary() {
    return summary;
  }

  /** Its arguments in their order. */
  public final List<Parameter> parameters() {
    return parameters;
  }

  /** Words that other programs use for it. */
  final List<String> synonyms() {
    return synonyms;
  }

  /** Its help in one line, code in backquotes. */
  final String helpLine() {
    String line = "`/restore " + (word + " " + usage).strip() + "`: " + summary;
    return usage.isEmpty() ? line : line + ". Example: `/restore " + example + "`";
  }

  /** The answer to arguments that cannot be read. */
  final UsageError wrong(String message) {
    return new UsageError(message, helpLine());
  }
}
