package dev.restorebot.bot.discord;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Suggests what may be typed next. Called at every key, so it should be quick. */
@FunctionalInterface
public interface Suggestions {
  /**
   * Plain names, the likeliest first.
   *
   * @param subcommand the word after {@code /restore}
   * @param argument the name of its argument
   * @param part what was typed of it
   * @param given the other arguments by their names
   */
  List<String> suggest(
      String subcommand, String argument, String part, Function<String, Optional<String>> given);
}
