package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.text.NameSuggestions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Offers the command that somebody probably meant, as a button. */
final class Suggestion {
  private static final int MOST = 3;
  private static final int LABEL = 40;

  /** Commands that change nothing, ask first, or start only a test. */
  private static final Set<String> HARMLESS =
      Set.of("help", "status", "history", "backups", "inspect", "test", "disaster");

  private Suggestion() {}

  /** A button that gives a command, without {@code /restore}. */
  static Button button(String line) {
    return button(line, line);
  }

  private static Button button(String line, String label) {
    boolean harmless = HARMLESS.contains(line.split(" ", 2)[0]);
    return new Button(
        Action.COMMAND,
        line,
        shortened(label),
        Button.Style.PRIMARY,
        harmless ? Optional.empty() : Optional.of("This runs /restore " + line + "."));
  }

  /**
   * Says that there is no such backup, with a button for each that was probably meant.
   *
   * @param command the command for it, without {@code /restore}
   */
  static Card backups(
      Problem why, String name, List<Backup> all, Function<Backup, String> command) {
    Card.Builder card = Card.of(Tone.WARN, why.message()).line(why.hint());
    List<Backup> part = all.stream().filter(each -> each.name().contains(name)).toList();
    (part.isEmpty() ? NameSuggestions.of(all, Backup::fileName, name, MOST) : part)
        .stream()
            .limit(MOST)
            .forEach(backup -> card.button(button(command.apply(backup), backup.displayName())));
    return card.build();
  }

  /** A label without its middle: the beginning and the end of a name tell it apart. */
  private static String shortened(String label) {
    int half = (LABEL - 1) / 2;
    return label.length() <= LABEL
        ? label
        : label.substring(0, half) + "…" + label.substring(label.length() - half);
  }
}
