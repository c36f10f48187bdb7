package dev.restorebot.engine.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token of a short SQL statement.
 *
 * @param kind what it is
 * @param text a word in lower case, what a quoted name or string stands for, or the symbol itself
 */
record SqlToken(Kind kind, String text) {
  enum Kind {
    /** An unquoted name or key word. */
    WORD,
    /** A name in double quotes or a string. */
    QUOTED,
    /** Anything else, one character. */
    SYMBOL
  }

  /** Possessive, so that a long text needs no stack. */
  private static final Pattern NEXT =
      Pattern.compile(
          "\\G(?:\\s++|--[^\\n]*+)*+(?:\"((?:[^\"]++|\"\")*+)\"|[eE]?'((?:[^']++|'')*+)'"
              + "|([\\p{L}_\\x80-\\uffff][\\p{L}\\p{N}_$\\x80-\\uffff]*+)|(\\S))");

  /** The tokens of a text, in order. */
  static List<SqlToken> of(String sql) {
    List<SqlToken> tokens = new ArrayList<>();
    Matcher next = NEXT.matcher(sql);
    while (next.find()) {
      if (next.group(1) != null) {
        tokens.add(new SqlToken(Kind.QUOTED, next.group(1).replace("\"\"", "\"")));
      } else if (next.group(2) != null) {
        tokens.add(new SqlToken(Kind.QUOTED, next.group(2).replace("''", "'")));
      } else if (next.group(3) != null) {
        tokens.add(new SqlToken(Kind.WORD, next.group(3).toLowerCase(Locale.ROOT)));
      } else {
        tokens.add(new SqlToken(Kind.SYMBOL, next.group(4)));
      }
    }
    return tokens;
  }

  /** Returns whether it is that symbol. */
  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }
}
