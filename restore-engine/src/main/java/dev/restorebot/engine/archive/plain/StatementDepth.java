package dev.restorebot.engine.archive.plain;

import java.util.Locale;

/**
 * Knows whether a semicolon ends a statement: not in parentheses, and not in the body of an SQL
 * function. Follows psql's heuristic (psqlscan.l): in a statement that begins with {@code CREATE
 * [OR REPLACE] FUNCTION} or {@code PROCEDURE}, {@code BEGIN} and {@code CASE} open and {@code END}
 * closes.
 */
final class StatementDepth {
  private static final int LONGEST_WORD = 16;
  private static final int LONGEST_START = 4;

  private final StringBuilder word = new StringBuilder(LONGEST_WORD);

  /** The initials of the words so far; a word that is none of the start's is a blank. */
  private final StringBuilder start = new StringBuilder(LONGEST_START);

  private int parentheses;
  private int blocks;

  /** Returns whether it wants to see the next byte of code. */
  boolean isWatching() {
    return start.length() < LONGEST_START || definesRoutine();
  }

  /** The next byte of code; bytes of quotes and comments are not code. */
  void accept(byte b) {
    char c = (char) (b & 0xff);
    if (Character.isLetterOrDigit(c) || c == '_' || c == '$') {
      if (word.length() < LONGEST_WORD) {
        word.append(c);
      }
    } else if (word.length() > 0) {
      end(word.toString().toLowerCase(Locale.ROOT));
      word.setLength(0);
    }
  }

  void open() {
    parentheses++;
  }

  void close() {
    parentheses = Math.max(0, parentheses - 1);
  }

  /** Returns whether a semicolon here ends the statement. */
  boolean isOutermost() {
    return parentheses == 0 && blocks == 0;
  }

  /** A statement ended. */
  void clear() {
    word.setLength(0);
    start.setLength(0);
    parentheses = 0;
    blocks = 0;
  }

  private void end(String ended) {
    if (start.length() < LONGEST_START) {
      start.append(
          switch (ended) {
            case "create", "or", "replace", "function", "procedure" -> ended.charAt(0);
            default -> ' ';
          });
    }
    if (parentheses > 0 || !definesRoutine()) {
      return;
    }
    switch (ended) {
      case "begin" -> blocks++;
      case "case" -> blocks += blocks > 0 ? 1 : 0;
      case "end" -> blocks = Math.max(0, blocks - 1);
      default -> {
        // any other word changes nothing
      }
    }
  }

  private boolean definesRoutine() {
    return start.indexOf("cf") == 0
        || start.indexOf("cp") == 0
        || start.indexOf("corf") == 0
        || start.indexOf("corp") == 0;
  }
}
