package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import java.util.List;

/**
 * A question with one answer out of a list, for chats that have dialogs.
 *
 * @param action the action with which the chosen value comes in, as of a button
 * @param title what it is about, at most 24 characters
 * @param label the question
 * @param submit what the button that sends it says, at most 24 characters
 * @param options the answers, the likeliest first; never empty
 * @param otherwise the same as a card, for chats without dialogs
 */
public record Choice(
    Action action,
    String title,
    String label,
    String submit,
    List<Option> options,
    Card otherwise) {
  public Choice {
    options = List.copyOf(options);
  }

  /**
   * One answer.
   *
   * @param value what comes in when it is chosen
   * @param label what it says
   * @param detail more about it, in smaller letters
   */
  public record Option(String value, String label, String detail) {}
}
