package dev.restorebot.bot.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position up to which a page has read: the ID of a server-sent event.
 *
 * @param start which start of the console it belongs to; ephemeral answers count from each start
 * @param change the last change of a message that it saw
 * @param ephemeral the last answer that it saw
 */
record Cursor(String start, long change, long ephemeral) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{8})-(\\d{1,18})-(\\d{1,18})");

  /**
   * Reads one.
   *
   * @throws ApiException 400 when it is none
   */
  static Cursor parse(String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      throw ApiException.badRequest(
          "cursor", "This is not a position in the chat's history. Reload the page.");
    }
    return new Cursor(
        matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
  }

  @Override
  public String toString() {
    return start + "-" + change + "-" + ephemeral;
  }
}
