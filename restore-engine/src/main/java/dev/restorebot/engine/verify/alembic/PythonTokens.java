package dev.restorebot.engine.verify.alembic;

import java.util.ArrayList;
import java.util.List;

/**
 * The top-level statements of a Python file as tokens: names, strings and symbols. Comments are
 * left out, as is what is indented. No more of Python than migrations need to be read.
 */
final class PythonTokens {
  /** A token; {@code text} of a string is what is between its quotes. */
  record Token(String text, boolean string) {}

  private final String source;
  private final List<List<Token>> statements = new ArrayList<>();
  private List<Token> current = new ArrayList<>();
  private int at;
  private int depth;
  private boolean lineStart = true;
  private boolean indented;

  private PythonTokens(String source) {
    this.source = source.replace("\r\n", "\n").replace("\\\n", " ");
  }

  static List<List<Token>> statements(String source) {
    PythonTokens tokens = new PythonTokens(source);
    while (tokens.at < tokens.source.length()) {
      tokens.next();
    }
    tokens.endStatement();
    return tokens.statements;
  }

  private void next() {
    char c = source.charAt(at);
    if (c == '\n') {
      at++;
      if (depth == 0) {
        endStatement();
        lineStart = true;
        indented = false;
      }
    } else if (c == ' ' || c == '\t' || c == '\f' || c == '\uFEFF') {
      indented |= lineStart && c != '\uFEFF';
      at++;
    } else if (c == '#') {
      int end = source.indexOf('\n', at);
      at = end < 0 ? source.length() : end;
    } else {
      lineStart = false;
      token(c);
    }
  }

  private void token(char c) {
    int quote = quoteAfterPrefix();
    if (quote >= 0) {
      string(quote);
    } else if (Character.isJavaIdentifierPart(c)) {
      int start = at;
      while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
        at++;
      }
      current.add(new Token(source.substring(start, at), false));
    } else {
      depth += "([{".indexOf(c) >= 0 ? 1 : 0;
      depth -= ")]}".indexOf(c) >= 0 && depth > 0 ? 1 : 0;
      boolean two = source.startsWith("==", at);
      current.add(new Token(two ? "==" : String.valueOf(c), false));
      at += two ? 2 : 1;
      if (c == ';' && depth == 0) {
        endStatement();
      }
    }
  }

  /**
   * Returns where the quote of a string stands that begins here, its prefix ({@code r"…"}) passed
   * over.
   */
  private int quoteAfterPrefix() {
    int i = at;
    while (i < source.length() && i - at < 2 && "rRbBuUfF".indexOf(source.charAt(i)) >= 0) {
      i++;
    }
    boolean quote = i < source.length() && (source.charAt(i) == '"' || source.charAt(i) == '\'');
    return quote ? i : -1;
  }

  private void string(int quote) {
    String mark = source.substring(quote, quote + 1);
    if (source.startsWith(mark.repeat(3), quote)) {
      mark = mark.repeat(3);
    }
    StringBuilder text = new StringBuilder();
    int i = quote + mark.length();
    while (i < source.length() && !source.startsWith(mark, i)) {
      if (source.charAt(i) == '\\' && i + 1 < source.length()) {
        i++;
      }
      text.append(source.charAt(i));
      i++;
    }
    at = Math.min(source.length(), i + mark.length());
    current.add(new Token(text.toString(), true));
  }

  private void endStatement() {
    if (!current.isEmpty() && !indented) {
      statements.add(current);
    }
    current = new ArrayList<>();
  }
}
