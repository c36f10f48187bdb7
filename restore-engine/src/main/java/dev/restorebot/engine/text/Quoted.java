package dev.restorebot.engine.text;

import java.util.List;

/** Shows what a person typed, so that it cannot look like something that the bot says. */
public final class Quoted {
  private static final String BREAK = "\\R|[\\u000b\\u000c\\u0085\\u2028\\u2029]";
  private static final String CONTROL = "\\p{Cc}";
  private static final String INVISIBLE = "\\p{Cf}";

  private Quoted() {}

  /** Returns a text in one line, without characters that nobody sees. */
  public static String inLine(String text) {
    return text.strip()
        .replaceAll(BREAK, " ")
        .replaceAll(CONTROL, " ")
        .replaceAll(INVISIBLE, "")
        .strip();
  }

  /** Returns each line of a text that is not blank, marked as a quote. */
  public static List<String> lines(String text) {
    return List.of(text.split(BREAK, -1)).stream()
        .filter(line -> !line.isBlank())
        .map(line -> "> " + inLine(line))
        .toList();
  }
}
