package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question that is answered with text, for chats that have dialogs. What is filled in comes back
 * as {@link Inbound#form}.
 *
 * @param action what is done with it
 * @param value what it is done to, at most 1,000 characters; not shown
 * @param title what it is about, at most 24 characters
 * @param submit what the button that sends it says, at most 24 characters
 * @param lines what to know before filling it in
 * @param inputs one to five
 * @param otherwise how to say the same by a command, for when no dialog can be opened
 */
public record Form(
    Action action,
    String value,
    String title,
    String submit,
    List<String> lines,
    List<Input> inputs,
    Card otherwise) {
  public Form {
    lines = List.copyOf(lines);
    inputs = List.copyOf(inputs);
  }

  /** The kind of text that an input accepts. */
  public enum Kind {
    /** One line. */
    LINE,
    /** A few sentences. */
    TEXT,
    /** One line that nobody else may read, and that is kept nowhere. */
    SECRET
  }

  /**
   * One text, which has to be given.
   *
   * @param name how it comes back: letters and {@code -}
   * @param label what is asked, at most 45 characters
   * @param hint an example or what it is for, at most 100 characters; may be empty
   * @param kind what kind of text
   * @param most how many characters at most, up to 1,000
   */
  public record Input(String name, String label, String hint, Kind kind, int most) {}

  /**
   * Finds what is wrong with what was filled in.
   *
   * @return a message for people; empty when the form is complete
   */
  public Optional<String> fault(Map<String, String> filled) {
    return inputs.stream()
        .flatMap(input -> fault(input, filled.get(input.name())).stream())
        .findFirst();
  }

  private static Optional<String> fault(Input input, String text) {
    if (text == null || text.isBlank()) {
      return Optional.of(input.label() + ": this field is required.");
    }
    return text.length() > input.most()
        ? Optional.of(input.label() + ": at most " + input.most() + " characters.")
        : Optional.empty();
  }
}
