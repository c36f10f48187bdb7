package dev.restorebot.bot.command;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Guesses what was meant. */
final class Spelling {
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

  private Spelling() {}

  /** The subcommand that was most likely meant; empty when it could be anything. */
  static Optional<Subcommand> nearest(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    if (OTHER_WORDS.containsKey(wanted)) {
      return Optional.of(OTHER_WORDS.get(wanted));
    }
    return Arrays.stream(Subcommand.values())
        .filter(each -> near(wanted, each.word()))
        .min(Comparator.comparingInt(each -> distance(wanted, each.word())));
  }

  /** Whether a word is a file's name rather than a command. */
  static boolean looksLikeBackup(String word) {
    return word.matches("(?i)[^-].*\\.(dump|sql|backup|bak|tar|gz|zst|enc|gpg)");
  }

  private static boolean near(String wanted, String word) {
    boolean start = wanted.length() >= 2 && word.startsWith(wanted);
    return start || distance(wanted, word) <= (word.length() <= 4 ? 1 : 2);
  }

  /** Letters to insert, delete, change or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
