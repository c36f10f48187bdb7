package dev.restorebot.bot.command;

import java.util.List;
import java.util.Optional;

/** The words that were typed after a subcommand. */
record Arguments(List<String> words) {
  int size() {
    return words.size();
  }

  /** The first word, of a subcommand whose first argument is required. */
  String first() {
    return words.get(0);
  }

  Optional<String> at(int place) {
    return words.stream().skip(place).findFirst();
  }

  /** All that was typed from there on. */
  Optional<String> rest(int place) {
    return words.size() <= place
        ? Optional.empty()
        : Optional.of(String.join(" ", words.subList(place, words.size())));
  }
}
