package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import java.util.List;
import java.util.Optional;

/** Builds the question which target is meant, and the values of what is chosen. Pure. */
final class TargetChoice {
  private static final String TARGET = "target:";

  private TargetChoice() {}

  /**
   * Builds the question.
   *
   * @param backup the backup that was named already; empty for none
   */
  static Choice of(TargetPurpose purpose, List<String> names, String backup) {
    Card.Builder otherwise = Card.of(purpose.tone(), purpose.whichTarget());
    names.forEach(name -> otherwise.button(Button.of(purpose.action(), value(name, backup), name)));
    return new Choice(
        purpose.action(),
        purpose.title(),
        purpose.whichTarget(),
        "Continue",
        names.stream()
            .map(name -> new Choice.Option(value(name, backup), name, "a target"))
            .toList(),
        otherwise.build());
  }

  static Card unknown(String name, List<String> names) {
    return Card.of(Tone.WARN, "There is no target " + CommandWords.shown(name))
        .line("Nothing was requested. Targets: " + String.join(", ", names) + ".")
        .build();
  }

  /** Writes the value of a button or a form; only the backup where there is only one target. */
  static String value(String target, String backup) {
    return target.isEmpty() ? backup : Action.value(TARGET + target, backup);
  }

  /** Reads the target from such a value; empty where there is only one. */
  static Optional<String> target(String value) {
    return value.startsWith(TARGET)
        ? Optional.of(value.substring(TARGET.length()).split(" ", 2)[0])
        : Optional.empty();
  }

  /** Reads the backup from such a value; empty when none was chosen yet. */
  static Optional<String> backup(String value) {
    String[] parts = value.split(" ", 2);
    String backup = !value.startsWith(TARGET) ? value : parts.length == 2 ? parts[1] : "";
    return Optional.of(backup).filter(name -> !name.isBlank());
  }
}
