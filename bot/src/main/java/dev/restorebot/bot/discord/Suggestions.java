package dev.restorebot.bot.discord;

import java.util.List;

/** Suggests what may be typed next. Called at every key, so it should be quick. */
@FunctionalInterface
public interface Suggestions {
  /**
   * Plain names, the likeliest first.
   *
   * @param subcommand the word after {@code /restore}
   * @param part what was typed of its argument
   */
  List<String> suggest(String subcommand, String part);
}
