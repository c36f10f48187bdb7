package dev.restorebot.engine.archive.uploads;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The records of a pax header (POSIX): a length, a key, a value, a line's end. */
final class PaxHeader {
  private static final int MOST_DIGITS = 8;

  private PaxHeader() {}

  /** Keys with their values; each character is one byte. */
  static Map<String, String> read(byte[] content, TarballMessages messages) throws IOException {
    String text = new String(content, ISO_8859_1);
    Map<String, String> records = new HashMap<>();
    int at = 0;
    while (at < text.length()) {
      int space = text.indexOf(' ', at);
      if (space <= at || space - at > MOST_DIGITS || !isNumber(text, at, space)) {
        throw bad(messages);
      }
      int end = at + Integer.parseInt(text.substring(at, space));
      int equals = text.indexOf('=', space);
      if (end > text.length() || equals < 0 || equals >= end || text.charAt(end - 1) != '\n') {
        throw bad(messages);
      }
      records.put(text.substring(space + 1, equals), text.substring(equals + 1, end - 1));
      at = end;
    }
    return records;
  }

  /** A number among them. */
  static long number(String value, TarballMessages messages) throws IOException {
    if (!value.matches("\\d{1,18}")) {
      throw bad(messages);
    }
    return Long.parseLong(value);
  }

  private static boolean isNumber(String text, int from, int to) {
    return text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static IOException bad(TarballMessages messages) {
    return messages.corrupt("an extended header in it is not valid");
  }
}
