package dev.restorebot.bot.command;

import dev.restorebot.engine.text.EditDistance;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the subcommand that a misspelt word means. */
final class SubcommandSuggestions {
  private SubcommandSuggestions() {}

  /** The subcommand that was most likely meant; empty when it could be anything. */
  static Optional<Subcommand> nearest(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return Subcommands.all().stream()
        .filter(each -> each.synonyms().contains(wanted))
        .findFirst()
        .or(
            () ->
                Subcommands.all().stream()
                    .filter(each -> near(wanted, each.word()))
                    .min(Comparator.comparingInt(each -> EditDistance.of(wanted, each.word()))));
  }

  /** Returns true if a word is a file's name rather than a command. */
  static boolean looksLikeBackup(String word) {
    return word.matches(
        "(?i)[^-].*\\.(dump|sql|backup|bak|tar|gz|zst|xz|bz2|lz4|zip|enc|age|gpg|pgp|asc)");
  }

  private static boolean near(String wanted, String word) {
    boolean start = wanted.length() >= 2 && word.startsWith(wanted);
    return start || EditDistance.of(wanted, word) <= (word.length() <= 4 ? 1 : 2);
  }
}
