package dev.restorebot.bot.console;

import java.util.List;

/** Completes what somebody types. */
@FunctionalInterface
public interface Completions {
  /**
   * Whole lines that the text may become, the likeliest first; empty for none. Called for every key
   * that is pressed, by several threads at once.
   *
   * @param text what was typed so far, without {@code /restore}
   */
  List<String> complete(String text);
}
