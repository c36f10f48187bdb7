package dev.restorebot.bot.command;

import dev.restorebot.engine.text.EditDistance;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Suggests the subcommand that a misspelt word means. */
final class SubcommandSuggestions {
  private static final Map<String, Subcommand> OTHER_WORDS =
      Map.ofEntries(
          Map.entry("list", Subcommand.BACKUPS),
          Map.entry("ls", Subcommand.BACKUPS),
          Map.entry("run", Subcommand.TEST),
          Map.entry("restore", Subcommand.TEST),
          Map.entry("verify", Subcommand.TEST),
          Map.entry("show", Subcommand.INSPECT),
          Map.entry("jobs", Subcommand.STATUS),
          Map.entry("stop", Subcommand.CANCEL),
          Map.entry("abort", Subcommand.CANCEL),
          Map.entry("kill", Subcommand.CANCEL),
          Map.entry("delete", Subcommand.CLEANUP),
          Map.entry("remove", Subcommand.CLEANUP),
          Map.entry("rm", Subcommand.CLEANUP),
          Map.entry("keep", Subcommand.EXTEND),
          Map.entry("prolong", Subcommand.EXTEND),
          Map.entry("?", Subcommand.HELP));

  private SubcommandSuggestions() {}

  /** The subcommand that was most likely meant; empty when it could be anything. */
  static Optional<Subcommand> nearest(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    if (OTHER_WORDS.containsKey(wanted)) {
      return Optional.of(OTHER_WORDS.get(wanted));
    }
    return Arrays.stream(Subcommand.values())
        .filter(each -> near(wanted, each.word()))
        .min(Comparator.comparingInt(each -> EditDistance.of(wanted, each.word())));
  }

  /** Returns true if a word is a file's name rather than a command. */
  static boolean looksLikeBackup(String word) {
    return word.matches("(?i)[^-].*\\.(dump|sql|backup|bak|tar|gz|zst|enc|gpg)");
  }

  private static boolean near(String wanted, String word) {
    boolean start = wanted.length() >= 2 && word.startsWith(wanted);
    return start || EditDistance.of(wanted, word) <= (word.length() <= 4 ? 1 : 2);
  }
}
