package dev.restorebot.bot.command;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words. */
final class CommandWords {
  /**
   * Opening quotes, each followed by what closes it: also those that chats put in by themselves.
   */
  private static final String QUOTES = "\"\"''``\u201c\u201d\u2018\u2019\u201e\u201c\u00ab\u00bb";

  /** A character that begins an option, as a regular expression. */
  static final String DASHES = "[-\\u2010-\\u2015\\u2212]";

  private CommandWords() {}

  /**
   * Words between blanks; a word in quotes may hold blanks.
   *
   * @throws IllegalArgumentException with a message for people, on a quote that does not end or a
   *     character that nobody can type
   */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int quote = quote(c);
      if (blank(c)) {
        i++;
      } else if (quote >= 0) {
        int end = end(text, i, QUOTES.charAt(quote + 1));
        words.add(checked(text.substring(i + 1, end)));
        i = end + 1;
      } else {
        int start = i;
        while (i < text.length() && !blank(text.charAt(i))) {
          i++;
        }
        words.add(checked(text.substring(start, i)));
      }
    }
    return words;
  }

  /** The word, safe to show between backquotes in an answer. */
  static String shown(String word) {
    String plain = word.replace('`', '\'');
    return plain.length() > 60 ? plain.substring(0, 57) + "..." : plain;
  }

  /** The word as {@link #split} reads it back; as it is when no quotes can hold it. */
  static String quoted(String word) {
    boolean plain =
        !word.isEmpty()
            && word.chars().noneMatch(c -> blank((char) c))
            && quote(word.charAt(0)) < 0;
    if (plain) {
      return word;
    }
    for (int i = 0; i < QUOTES.length(); i += 2) {
      if (word.indexOf(QUOTES.charAt(i + 1)) < 0) {
        return QUOTES.charAt(i) + word + QUOTES.charAt(i + 1);
      }
    }
    return word;
  }

  private static int quote(char c) {
    for (int i = 0; i < QUOTES.length(); i += 2) {
      if (QUOTES.charAt(i) == c) {
        return i;
      }
    }
    return -1;
  }

  private static int end(String text, int start, char close) {
    int end = text.indexOf(close, start + 1);
    if (end < 0) {
      throw new IllegalArgumentException(
          "The quote that starts at `"
              + text.substring(start + 1).replace('`', '\'')
              + "` does not end.");
    }
    return end;
  }

  private static boolean blank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static String checked(String word) {
    boolean strange =
        word.codePoints()
            .map(Character::getType)
            .anyMatch(type -> type == Character.CONTROL || type == Character.FORMAT);
    if (strange) {
      throw new IllegalArgumentException(
          "The command contains an invisible character. Type it instead of pasting it.");
    }
    return word;
  }
}
