package dev.restorebot.engine.verify.script;

import dev.restorebot.engine.sandbox.server.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The last lines of a script's output, without the values of rows: shown are the words of the
 * script itself, numbers of at most nine digits and a few words of test runners. Every other word
 * is masked, since it may come from a row. Thread-safe.
 */
final class ScriptOutput {
  private static final int LINES = 3;
  private static final int LONGEST = 200;
  private static final int MOST_BYTES = 1 << 20;
  private static final String MASK = "***";

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]+");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern SECRET =
      Pattern.compile("passw|pwd|secret|token|credential|api.?key", Pattern.CASE_INSENSITIVE);
  private static final Set<String> USUAL =
      Set.of(
          "ok",
          "passed",
          "failed",
          "failure",
          "failures",
          "skipped",
          "error",
          "errors",
          "warning",
          "warnings",
          "notice",
          "test",
          "tests",
          "true",
          "false");

  private final Set<String> known;
  private final String password;
  private final Deque<String> last = new ArrayDeque<>();

  private ScriptOutput(Set<String> known, Secret password) {
    this.known = known;
    this.password = password.value();
  }

  /**
   * Creates an empty output.
   *
   * @param files the files that the script consists of; one that is missing or no text adds no word
   * @param password of the sandbox; never shown
   */
  static ScriptOutput of(List<Path> files, Secret password) {
    Set<String> words = new HashSet<>();
    files.forEach(file -> addWords(file, words));
    return new ScriptOutput(words, password);
  }

  private static void addWords(Path file, Set<String> words) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      if (text.indexOf('\0') < 0) {
        text.lines()
            .filter(line -> !SECRET.matcher(line).find())
            .flatMap(line -> WORD.matcher(line).results())
            .forEach(word -> words.add(word.group().toLowerCase(Locale.ROOT)));
      }
    } catch (IOException e) {
      // Then its words are masked.
    }
  }

  /** Takes the next line. */
  synchronized void line(String line) {
    if (line.isBlank()) {
      return;
    }
    last.addLast(masked(line.strip()));
    if (last.size() > LINES) {
      last.removeFirst();
    }
  }

  /** Returns a line as it may be shown. */
  String masked(String line) {
    String shown =
        WORD.matcher(line.replace(password, MASK))
            .replaceAll(word -> isShown(word.group()) ? word.group() : MASK);
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
  }

  private boolean isShown(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return known.contains(lower) || USUAL.contains(lower) || NUMBER.matcher(word).matches();
  }

  /** Returns words such as {@code ; last lines: a; b}, or an empty text. */
  synchronized String shown() {
    return last.isEmpty() ? "" : "; its last lines: " + String.join("; ", last);
  }

  /** Returns the files among the words of a command. */
  static List<Path> files(List<String> command) {
    return command.stream()
        .filter(word -> word.startsWith("/"))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .toList();
  }
}
