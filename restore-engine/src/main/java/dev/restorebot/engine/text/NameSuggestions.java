package dev.restorebot.engine.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Guesses what a name that does not exist may have meant. Pure. */
public final class NameSuggestions {
  private static final int LONGEST = 200;

  private NameSuggestions() {}

  /**
   * Returns the things whose names are nearest, best first; there is always a nearest if there is
   * any.
   *
   * @param nameOf the name of a thing
   * @param wanted the name that does not exist; of a path, its last part
   */
  public static <T> List<T> of(List<T> all, Function<T, String> nameOf, String wanted, int limit) {
    String lower = last(wanted).toLowerCase(Locale.ROOT);
    return all.stream()
        .map(each -> new Guess<>(each, distance(nameOf.apply(each), lower)))
        .sorted(Comparator.comparingInt(Guess::distance))
        .limit(limit)
        .map(Guess::meant)
        .toList();
  }

  /** Returns the names that are near enough to be a slip or contain what was written. */
  public static List<String> near(List<String> all, String wanted, int limit) {
    String lower = last(wanted).toLowerCase(Locale.ROOT);
    int most = Math.max(1, lower.length() / 4);
    List<String> near = all.stream().filter(name -> distance(name, lower) <= most).toList();
    return of(near, Function.identity(), wanted, limit);
  }

  private static String last(String name) {
    String part = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    return part.length() <= LONGEST ? part : part.substring(0, LONGEST);
  }

  private static int distance(String name, String wanted) {
    String candidate = name.toLowerCase(Locale.ROOT);
    return !wanted.isEmpty() && candidate.contains(wanted) ? 0 : EditDistance.of(candidate, wanted);
  }

  private record Guess<T>(T meant, int distance) {}
}
