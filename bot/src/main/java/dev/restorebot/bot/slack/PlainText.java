package dev.restorebot.bot.slack;

/** Texts as Slack may get them. Pure. */
final class PlainText {
  private PlainText() {}

  /** Shows what would control, hide or turn the direction of text as its number. */
  static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c != '\n' && c != '\t' && hidden(c)) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /** At most so many characters, visible ones; quick for a long text too. */
  static String visibly(String text, int most) {
    return cut(visible(cut(text, Math.max(0, most) + 1)), most);
  }

  /** In one line. */
  static String line(String text) {
    return visible(text).replaceAll("[\\n\\t]+", " ");
  }

  /** In one line of at most so many characters. */
  static String line(String text, int most) {
    return cut(line(cut(text, Math.max(0, most) + 1)), most);
  }

  /** At most so many characters, with an ellipsis where it was cut; never half a character. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Math.max(0, most - 1);
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return most <= 0 ? "" : text.substring(0, end) + "…";
  }

  /** For {@code text} arguments, where these three would begin mentions and links. */
  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static boolean hidden(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
