package dev.restorebot.engine.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a file that was split, by their names: {@code .aa .ab} and {@code .00 .01} as split
 * writes them (GNU coreutils, split.c: after {@code yz} follows {@code zaaa}), {@code .000 .001},
 * {@code .001 .002} and {@code .part1 .part2} as archivers do. {@code .1 .2} and {@code .01 .02}
 * are also the names of rotated backups and the ends of dates: they are parts only if all but the
 * last, which is smaller, have the same size and were written one soon after the other. A name is
 * one in its folder. Pure.
 *
 * @param parts all parts from the first up to one that is missing, in order
 * @param missing the part that is missing between others
 * @param beyond parts after the missing one
 */
public record SplitParts(List<String> parts, Optional<String> missing, List<String> beyond) {
  private static final Pattern FIRST =
      Pattern.compile(
          "(?<before>.+[._-](?i:part)?)(?<letters>a{2,4})"
              + "|(?<beforeAny>.+)(?<any>aa)"
              + "|(?<beforePart>.+[._-](?i:part)[._-]?)(?<part>0{0,3}[01])"
              + "|(?<beforeNumber>.+\\.)(?<number>0{2,4}|0{0,3}1)",
          Pattern.DOTALL);

  private static final Pattern LATER =
      Pattern.compile("(.+[._-](?:(?i:part)[._-]?)?)(\\d{1,4}|[a-z]{2,4})", Pattern.DOTALL);

  /** Extensions that are no parts, though they follow the same dot. */
  private static final Set<String> EXTENSIONS =
      Set.of(
          "gz", "xz", "lz", "br", "md", "db", "sql", "enc", "tar", "tgz", "zst", "zip", "gpg",
          "age", "asc", "sig", "sum", "txt", "log", "tmp", "bak", "dump", "json");

  /** The longest time between a part and the next, where the names are ambiguous. */
  private static final Duration SOON = Duration.ofMinutes(30);

  /** The size of a file, and when it was written. */
  public record Stamp(long bytes, Instant written) {}

  /** Parts. */
  public SplitParts {
    parts = List.copyOf(parts);
    beyond = List.copyOf(beyond);
  }

  /** Returns whether a file of that name may be the first part of one that was split. */
  public static boolean mayBeFirst(String name) {
    return FIRST.matcher(name).matches();
  }

  /**
   * Returns what the first part is called if that name is one of a part; its own where it may be
   * first.
   */
  static List<String> firstsFor(String name) {
    Matcher end = LATER.matcher(name);
    if (!end.matches() || EXTENSIONS.contains(end.group(2))) {
      return mayBeFirst(name) ? List.of(name) : List.of();
    }
    String before = end.group(1);
    int length = end.group(2).length();
    return Character.isDigit(end.group(2).charAt(0))
        ? List.of(before + numbered(0, length), before + numbered(1, length), before + "1")
        : List.of(before + "a".repeat(length));
  }

  /**
   * The parts of which that one is the first; nothing when it is no part of several.
   *
   * @param names the names in its folder
   * @param stamps the size and time of a file of that name, asked where the names are ambiguous
   */
  public static Optional<SplitParts> of(
      String first, Collection<String> names, Function<String, Stamp> stamps) {
    Matcher matcher = FIRST.matcher(first);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String suffix = suffix(matcher);
    String before = first.substring(0, first.length() - suffix.length());
    Set<String> others = others(before, suffix, names);
    if (suffix.matches("0*1") && others.contains(numbered(0, suffix.length()))) {
      return Optional.empty(); // the one that ends with 0 is the first
    }
    List<String> parts = new ArrayList<>(List.of(first));
    String end = suffix;
    Optional<String> following = following(end, others);
    while (following.isPresent()) {
      end = following.get();
      parts.add(before + end);
      others.remove(end);
      following = following(end, others);
    }
    List<String> beyond =
        others.stream()
            .filter(other -> other.length() == suffix.length() && !EXTENSIONS.contains(other))
            .map(other -> before + other)
            .sorted()
            .toList();
    boolean alone = parts.size() == 1 && (beyond.isEmpty() || matcher.group("any") != null);
    Optional<String> missing =
        beyond.isEmpty() ? Optional.empty() : Optional.of(before + next(end).get(0));
    boolean other = suffix.matches("0?1") && !wereWrittenAsOne(parts, stamps);
    return alone || (other && matcher.group("number") != null)
        ? Optional.empty()
        : Optional.of(new SplitParts(parts, missing, beyond));
  }

  private static boolean wereWrittenAsOne(List<String> parts, Function<String, Stamp> stamps) {
    List<Stamp> all = parts.stream().map(stamps).toList();
    Stamp last = all.get(all.size() - 1);
    boolean sizes =
        all.subList(0, all.size() - 1).stream().allMatch(part -> part.bytes() == all.get(0).bytes())
            && last.bytes() < all.get(0).bytes();
    boolean soon = true;
    for (int i = 1; i < all.size(); i++) {
      Duration between = Duration.between(all.get(i - 1).written(), all.get(i).written());
      soon &= between.abs().compareTo(SOON) < 0;
    }
    return all.size() > 1 && sizes && soon;
  }

  private static Optional<String> following(String end, Set<String> others) {
    return next(end).stream().filter(others::contains).findFirst();
  }

  private static String suffix(Matcher matcher) {
    for (String group : List.of("letters", "any", "part", "number")) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    throw new IllegalStateException("one of the groups matched");
  }

  private static Set<String> others(String before, String suffix, Collection<String> names) {
    Pattern kind = Pattern.compile(Character.isDigit(suffix.charAt(0)) ? "\\d{1,8}" : "[a-z]{2,8}");
    Set<String> others = new HashSet<>();
    for (String name : names) {
      if (name.startsWith(before)) {
        String end = name.substring(before.length());
        if (!end.equals(suffix) && kind.matcher(end).matches()) {
          others.add(end);
        }
      }
    }
    return others;
  }

  /** Lists what may follow a suffix: the next of its length, or a longer one. */
  private static List<String> next(String suffix) {
    if (Character.isDigit(suffix.charAt(0))) {
      int number = Integer.parseInt(suffix);
      String wider = suffix.matches("89|9899") ? suffix.equals("89") ? "9000" : "990000" : "";
      return List.of(numbered(number + 1, suffix.length()), wider);
    }
    char[] letters = suffix.toCharArray();
    int at = letters.length - 1;
    while (at >= 0 && letters[at] == 'z') {
      letters[at--] = 'a';
    }
    if (at < 0) {
      return List.of("");
    }
    letters[at]++;
    String wider = suffix.equals("yz") ? "zaaa" : suffix.equals("zyzz") ? "zzaaaa" : "";
    return List.of(new String(letters), wider);
  }

  private static String numbered(int number, int width) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }
}
