package dev.restorebot.bot.cli;

import java.util.Locale;

/**
 * Text for a terminal. Names of tables and messages of a server come out of backups, which anybody
 * may have made: what would steer a terminal or hide is written out as <code>&#92;u001b</code>.
 */
final class Plain {
  private Plain() {}

  static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(plain, c));
    return plain.toString();
  }

  private static void append(StringBuilder plain, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          plain.append(String.format(Locale.ROOT, "\\u%04x", c));
      default -> plain.appendCodePoint(c);
    }
  }
}
