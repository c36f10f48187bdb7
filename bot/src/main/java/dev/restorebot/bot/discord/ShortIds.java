package dev.restorebot.bot.discord;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.dv8tion.jda.api.interactions.commands.Command;

/**
 * Resolves short ids, and makes suggestions. Discord takes no more than 25 suggestions of 100
 * characters: a longer name travels as a short id and comes back whole.
 */
final class ShortIds {
  private static final int MOST = 25;
  private static final int LENGTH = 100;

  private final ButtonStore store;
  private final Suggestions suggestions;

  ShortIds(ButtonStore store, Suggestions suggestions) {
    this.store = store;
    this.suggestions = suggestions;
  }

  Optional<KeptButton> find(String id) {
    return id.startsWith(KeptButton.PREFIX) ? store.find(id) : Optional.empty();
  }

  /** Returns the full value of an option. */
  String whole(String value) {
    return find(value).map(KeptButton::value).orElse(value);
  }

  List<Command.Choice> suggest(
      String subcommand, String argument, String part, Function<String, Optional<String>> given) {
    List<String> names =
        suggestions.suggest(subcommand, argument, part, given).stream()
            .filter(name -> !name.isBlank())
            .distinct()
            .limit(MOST)
            .toList();
    store.keep(names.stream().filter(name -> name.length() > LENGTH).map(ShortIds::kept).toList());
    return names.stream().map(ShortIds::choice).toList();
  }

  private static Command.Choice choice(String name) {
    String shown = Markdown.straight(name);
    if (name.length() <= LENGTH) {
      return new Command.Choice(shown, name);
    }
    // Backups differ at the end, where the date is.
    int half = LENGTH / 2 - 1;
    String ends = shown.substring(0, half) + "\u2026" + shown.substring(shown.length() - half);
    return new Command.Choice(ends, kept(name).id());
  }

  private static KeptButton kept(String name) {
    return KeptButton.answer("suggestion", name);
  }
}
