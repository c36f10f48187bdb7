package dev.restorebot.engine.disaster;

import dev.restorebot.engine.audit.CanonicalHash;
import dev.restorebot.engine.diagnose.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds the lines of a log that are errors, and recognises an error that was in the log before: two
 * lines are the same error when they differ only in colours, times, numbers, ids and addresses.
 */
final class LogErrors {
  private static final int LONGEST = 200;
  private static final int MARK_LENGTH = 16;
  private static final String TRACEBACK = "Traceback (most recent call last)";

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern MONTH =
      Pattern.compile(
          "\\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\b");
  private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@[\\w.-]+");
  private static final Pattern ID =
      Pattern.compile(
          "\\b(?:0x[0-9a-fA-F]+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
              + "|(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,})\\b");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final Predicate<String> error;
  private final Predicate<String> harmless;

  /**
   * Finds what that pattern matches.
   *
   * @param ignored lines that match one of these are no errors, nor are tracebacks that end so
   */
  LogErrors(Predicate<String> error, List<Pattern> ignored) {
    this.error = error;
    this.harmless = line -> ignored.stream().anyMatch(pattern -> pattern.matcher(line).find());
  }

  /**
   * An error in a log.
   *
   * @param line the whole line; may show values of rows
   * @param mark the same for the same error at another time
   */
  record Found(String line, String mark) {
    /** The line without the values of rows, at most 200 characters. */
    String shown() {
      String masked =
          ADDRESS
              .matcher(ServerMessage.masked(COLOUR.matcher(line).replaceAll("")))
              .replaceAll("…");
      return masked.length() > LONGEST ? masked.substring(0, LONGEST) + "…" : masked;
    }
  }

  /** Returns the errors in the lines of a service's log, in their order. */
  List<Found> in(String service, List<String> lines) {
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String what = line.contains(TRACEBACK) ? line + raised(lines, i) : line;
      if (error.test(line) && !harmless.test(what)) {
        found.add(new Found(line, mark(service, what)));
      }
    }
    return found;
  }

  /** Returns those that are not among the known ones. A PANIC is always new. */
  static List<Found> unknown(List<Found> found, Set<String> known) {
    return found.stream()
        .filter(each -> !known.contains(each.mark()) || each.line().contains("PANIC"))
        .toList();
  }

  /** Names the exception at the end of a traceback; its first line is the same for all of them. */
  private static String raised(List<String> lines, int at) {
    return lines.stream()
        .skip(at + 1L)
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .findFirst()
        .orElse("");
  }

  private static String mark(String service, String line) {
    String same = COLOUR.matcher(line).replaceAll("");
    same = MONTH.matcher(same).replaceAll("");
    same = ADDRESS.matcher(same).replaceAll("@");
    same = ID.matcher(same).replaceAll("#");
    same = NUMBER.matcher(same).replaceAll("#");
    same = SPACE.matcher(same).replaceAll(" ").strip();
    return new CanonicalHash("restore-bot log error 1")
        .add(service)
        .add(same)
        .hex()
        .substring(0, MARK_LENGTH);
  }
}
