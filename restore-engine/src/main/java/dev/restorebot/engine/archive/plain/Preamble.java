package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes before a dump that are no part of it: a byte order mark, which psql skips too, and text
 * that pg_dump or another program wrote for people ({@code 2>&1}, a terminal's password prompt).
 *
 * @param length how many bytes it takes
 * @param foreignLines how many lines of text for people are in it
 */
record Preamble(int length, int foreignLines) {
  /** The bytes of a file within which it is searched. */
  static final int WITHIN = 1 << 15;

  private static final String BOM = "\u00ef\u00bb\u00bf";
  private static final Pattern HEADER =
      Pattern.compile("(?m)^--\\r?\\n-- PostgreSQL database (?:cluster )?dump\\r?$");

  /** The start of SQL, of a comment or of a command of psql. */
  private static final Pattern SQL =
      Pattern.compile(
          "(?i)\\s*(?:--|/\\*|\\\\|(?:alter|begin|commit|copy|create|delete|do|drop|grant|insert"
              + "|reset|revoke|select|set|start|truncate|update|with)\\b)");

  /** Finds it in the first bytes of a file. */
  static Preamble of(byte[] head) {
    String text = new String(head, ISO_8859_1);
    int bom = text.startsWith(BOM) ? BOM.length() : 0;
    Matcher header = HEADER.matcher(text);
    if (!header.find(bom)) {
      return new Preamble(bom, 0);
    }
    String before = text.substring(bom, header.start());
    int foreign = 0;
    for (String line : before.split("\n")) {
      if (SQL.matcher(line).lookingAt() || line.contains(";")) {
        return new Preamble(bom, 0);
      }
      foreign += line.isBlank() ? 0 : 1;
    }
    return foreign == 0 ? new Preamble(bom, 0) : new Preamble(header.start(), foreign);
  }

  /**
   * Makes blanks of it, so that lines keep their numbers.
   *
   * @param position how many bytes of the file lie before {@code off}
   */
  void blank(byte[] buffer, int off, int len, long position) {
    int end = (int) Math.min(len, Math.max(0, length - position));
    for (int i = off; i < off + end; i++) {
      if (buffer[i] != '\n') {
        buffer[i] = ' ';
      }
    }
  }
}
