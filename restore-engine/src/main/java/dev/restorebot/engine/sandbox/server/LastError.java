package dev.restorebot.engine.sandbox.server;

import dev.restorebot.engine.diagnose.ServerMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the line in which a server or its entrypoint says why it ended. */
public final class LastError {
  private static final Pattern FATAL = Pattern.compile(".*?\\b(?:FATAL|PANIC):\\s*");
  private static final Pattern ERROR =
      Pattern.compile(
          "(?i).*\\b(?:error|fatal|could not|cannot|permission denied|no such file|not found|"
              + "unrecognized|invalid)\\b.*");

  /** Lines in which a server quotes a statement or rows; further lines of them start with a tab. */
  private static final Pattern QUOTES =
      Pattern.compile("^\\t|\\b(?:DETAIL|HINT|QUERY|CONTEXT|STATEMENT): ");

  private static final Pattern OF_A_SESSION = Pattern.compile("\\bERROR:  ");
  private static final Pattern STAMP =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\d [0-9:.]+ \\S+ (?:\\[\\d+] )?(?:LOG:\\s*)?");
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)((?:password|passwd|pwd|secret|token|key)\\w*[\"']?\\s*[=:]\\s*)(?:\"[^\"]*\"|'[^']*'|\\S+)"
              + "|(://[^:/@\\s]+:)[^@\\s]+(?=@)");
  private static final int LONGEST = 300;

  private LastError() {}

  /**
   * The last fatal line, else the last that speaks of an error, else the last line at all; without
   * its time stamp, secrets masked, without the values of rows, at most 300 characters. Empty when
   * there are no lines.
   */
  public static Optional<String> of(List<String> lines) {
    List<String> said = lines.stream().filter(line -> !QUOTES.matcher(line).find()).toList();
    return last(said, line -> FATAL.matcher(line).lookingAt() && !isSummary(line))
        .map(line -> FATAL.matcher(line).replaceFirst(""))
        .or(() -> last(said, line -> ERROR.matcher(line).matches() && !isSummary(line)))
        .or(() -> last(said, line -> !line.isBlank()))
        .map(LastError::shown);
  }

  /** The same as the end of a sentence: {@code : reason}, or nothing. */
  public static String after(List<String> lines) {
    return of(lines).map(line -> ": " + line).orElse("");
  }

  /** The line before it says what is wrong. */
  private static boolean isSummary(String line) {
    return line.contains("configuration file") && line.endsWith("contains errors");
  }

  private static Optional<String> last(List<String> lines, Predicate<String> wanted) {
    return lines.stream().filter(wanted).reduce((first, second) -> second);
  }

  private static String shown(String line) {
    String text = STAMP.matcher(line.strip()).replaceFirst("");
    text = OF_A_SESSION.matcher(text).find() ? ServerMessage.masked(text) : text;
    text = SECRET.matcher(text).replaceAll(match -> mask(match.group(1), match.group(2)));
    text = text.replaceAll("\\p{Cntrl}", " ");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String mask(String name, String address) {
    return Matcher.quoteReplacement((name == null ? address : name) + "***");
  }
}
