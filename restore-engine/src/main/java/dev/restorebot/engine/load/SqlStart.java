package dev.restorebot.engine.load;

/** Finds where a statement starts, behind blanks and comments in lines of their own. */
final class SqlStart {
  private SqlStart() {}

  /** Returns the index of the statement's first character; the length where there is none. */
  static int of(String sql) {
    int at = 0;
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
      } else {
        return at;
      }
    }
    return at;
  }
}
