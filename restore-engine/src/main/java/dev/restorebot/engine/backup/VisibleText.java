package dev.restorebot.engine.backup;

/** Makes text from outside safe to show. */
public final class VisibleText {
  private static final int LONGEST_QUOTE = 120;

  private VisibleText() {}

  /** The text with every character that is not plainly visible, and every backslash, escaped. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  /** The same in quotes, cut when it is long: for what a person typed. */
  static String quoted(String text) {
    String shown = of(text);
    return shown.codePointCount(0, shown.length()) <= LONGEST_QUOTE
        ? '"' + shown + '"'
        : '"' + shown.substring(0, shown.offsetByCodePoints(0, LONGEST_QUOTE)) + "…\"";
  }

  private static void append(StringBuilder shown, int c) {
    if (c == '\\') {
      shown.append("\\\\");
    } else if (hidden(c)) {
      for (char unit : Character.toChars(c)) {
        shown.append(String.format("\\u%04x", (int) unit));
      }
    } else {
      shown.appendCodePoint(c);
    }
  }

  private static boolean hidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> false;
    };
  }
}
