package dev.restorebot.engine.evidence;

import java.util.regex.Pattern;

/** Text that means nothing in Markdown, as CommonMark and GitHub read it. */
final class MarkdownText {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]<>&|~#!^$@]");
  private static final Pattern LINK = Pattern.compile("(?i)(www)(\\.)|(://)");

  private MarkdownText() {}

  /** A line feed would begin a new block, so it becomes a space. */
  static String escaped(String text) {
    String safe = SPECIAL.matcher(text.replace('\n', ' ')).replaceAll("\\\\$0");
    return LINK.matcher(safe)
        .replaceAll(found -> found.group(3) == null ? "$1\\\\." : "\\\\:\\\\/\\\\/");
  }
}
