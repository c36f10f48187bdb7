package dev.restorebot.bot.command;

import java.util.List;

/**
 * An argument of a subcommand.
 *
 * @param name its name
 * @param about what it is, at most 100 characters
 * @param required whether it has to be given
 * @param source the names that complete it
 * @param choices words that it may be
 * @param words how many words it may have; {@link #FREE_TEXT} for a sentence
 */
public record Parameter(
    String name, String about, boolean required, Source source, List<String> choices, int words) {
  /** More words than any line has. */
  static final int FREE_TEXT = CommandParser.MAX_LENGTH;

  static final String TARGET = "target";

  /** Names that complete an argument. */
  public enum Source {
    NONE("Something is missing."),
    TARGETS("Which target?"),
    BACKUPS("Which backup? `/restore backups` lists them."),
    JOBS("Which job? `/restore status` lists them.");

    private final String question;

    Source(String question) {
      this.question = question;
    }

    /** The answer when the argument is missing. */
    String question() {
      return question;
    }
  }

  /** An optional argument of one word. */
  static Parameter of(String name, String about) {
    return new Parameter(name, about, false, Source.NONE, List.of(), 1);
  }

  /** The optional name of a target of disaster restores. */
  static Parameter target() {
    return new Parameter(
        TARGET, "the target, when there are several", false, Source.TARGETS, List.of(), 1);
  }

  /** An optional name of a backup. */
  static Parameter backup(String about) {
    return new Parameter("backup", about, false, Source.BACKUPS, List.of(), 1);
  }

  /** The optional ID of a job. */
  static Parameter job() {
    return new Parameter("job", "the job's id", false, Source.JOBS, List.of(), 1);
  }

  /** An optional reason. */
  static Parameter reason() {
    return of("reason", "why").words(FREE_TEXT);
  }

  Parameter about(String text) {
    return new Parameter(name, text, required, source, choices, words);
  }

  Parameter mandatory() {
    return new Parameter(name, about, true, source, choices, words);
  }

  Parameter choices(List<String> all) {
    return new Parameter(name, about, required, source, List.copyOf(all), words);
  }

  Parameter words(int most) {
    return new Parameter(name, about, required, source, choices, most);
  }

  /** Returns true when names complete it. */
  public boolean completed() {
    return source != Source.NONE;
  }

  boolean freeText() {
    return words == FREE_TEXT;
  }
}
