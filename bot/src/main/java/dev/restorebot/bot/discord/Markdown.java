package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.Times;
import java.util.regex.Pattern;

/** Text that Discord shows as it is. */
final class Markdown {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\*_~|`>#\\[\\]<:@]");
  private static final Pattern LIST = Pattern.compile("(?m)^(\\s*)([-+])(?=\\s)");
  private static final Pattern NUMBERED = Pattern.compile("(?m)^(\\s*\\d+)\\.(?=\\s)");

  /** Characters that turn the direction of what follows; a file's name can hold them to deceive. */
  private static final Pattern DIRECTION =
      Pattern.compile("[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private Markdown() {}

  /** Without what turns the direction of text. */
  static String straight(String text) {
    return DIRECTION.matcher(text).replaceAll("\ufffd");
  }

  /**
   * Shows every character, formats nothing, mentions nobody and links nowhere. Times are shown in
   * the zone of whoever reads them, with UTC behind.
   */
  static String plain(String text) {
    return String.join(
        "",
        Times.<String>split(
            text,
            Markdown::literal,
            (at, utc) -> "<t:" + at.getEpochSecond() + ":f> (" + literal(utc) + ")"));
  }

  private static String literal(String text) {
    String escaped = SPECIAL.matcher(straight(text)).replaceAll("\\\\$0");
    String noList = LIST.matcher(escaped).replaceAll("$1\\\\$2");
    return NUMBERED.matcher(noList).replaceAll("$1\\\\.");
  }

  /** The same, but pairs of backquotes mark code. */
  static String line(String text) {
    String[] parts = text.split("`", -1);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      boolean closed = i + 1 < parts.length;
      if (i % 2 == 1 && closed && !parts[i].isBlank()) {
        line.append('`').append(straight(parts[i])).append('`');
      } else if (i % 2 == 1) {
        line.append("\\`").append(plain(parts[i])).append(closed ? "\\`" : "");
      } else {
        line.append(plain(parts[i]));
      }
    }
    return line.toString();
  }

  /** A block of text as it is. */
  static String block(String text) {
    return "```\n" + straight(text).replace("```", "``\u200b`") + "\n```";
  }

  /** At most so many characters, with a sign where something was cut off. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "\u2026";
  }

  /** Plain text of at most so many characters, counted as they are sent. */
  static String plain(String text, int most) {
    String escaped = plain(text);
    int length = text.length();
    while (escaped.length() > most) {
      length = Math.min(length - 1, length - (escaped.length() - most) / 2);
      escaped = plain(cut(text, length));
    }
    return escaped;
  }
}
