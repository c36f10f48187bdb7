package dev.restorebot.bot.message;

import java.util.Optional;

/**
 * A button under a message.
 *
 * @param action what it does
 * @param value what it does it to: a job's id or a backup's name
 * @param label what it says, at most 40 characters
 * @param style how it looks
 * @param confirm question to ask before it counts
 */
public record Button(
    Action action, String value, String label, Style style, Optional<String> confirm) {
  /** The look of a button. */
  public enum Style {
    NORMAL,
    PRIMARY,
    DANGER
  }

  /** A button that acts at once. */
  public static Button of(Action action, String value, String label) {
    return new Button(action, value, label, Style.NORMAL, Optional.empty());
  }
}
