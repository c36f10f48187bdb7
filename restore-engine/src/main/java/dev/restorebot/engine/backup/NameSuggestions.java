package dev.restorebot.engine.backup;

import dev.restorebot.engine.text.EditDistance;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Guesses which backups a name that does not exist may have meant. Pure. */
final class NameSuggestions {
  private static final int LONGEST = 200;

  private NameSuggestions() {}

  /** The nearest backups, best first; there is always a nearest if there is any backup. */
  static List<Backup> of(List<Backup> all, String name, int limit) {
    String wanted = last(name).toLowerCase(Locale.ROOT);
    return all.stream()
        .map(backup -> new Guess(backup, distance(backup.fileName(), wanted)))
        .sorted(Comparator.comparingInt(Guess::distance))
        .limit(limit)
        .map(Guess::backup)
        .toList();
  }

  private static String last(String name) {
    String part = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    return part.length() <= LONGEST ? part : part.substring(0, LONGEST);
  }

  private static int distance(String fileName, String wanted) {
    String candidate = fileName.toLowerCase(Locale.ROOT);
    return !wanted.isEmpty() && candidate.contains(wanted) ? 0 : EditDistance.of(candidate, wanted);
  }

  private record Guess(Backup backup, int distance) {}
}
