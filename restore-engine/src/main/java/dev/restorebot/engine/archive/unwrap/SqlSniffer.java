package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.Content;
import java.util.regex.Pattern;

/** Tells SQL from other text. */
final class SqlSniffer {
  private static final Pattern LEADING_COMMENTS =
      Pattern.compile(
          "\\A(?:\u00ef\u00bb\u00bf)?(?:\\s++|--[^\\n]*+(?:\\n|\\z)|(?s:/\\*.*?\\*/))*+");

  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)(?:alter|analyze|begin|call|comment|commit|copy|create|delete|do|drop|grant|import"
              + "|insert|lock|refresh|reset|revoke|savepoint|security|select|set|start|truncate"
              + "|update|vacuum|with)\\b");

  private static final Pattern META_COMMAND =
      Pattern.compile("\\\\(?:c|connect|echo|encoding|restrict|set|unset|timing|i|ir)\\s");

  private static final Pattern FOREIGN =
      Pattern.compile(
          "(?i)\\A(?:\u00ef\u00bb\u00bf)?\\s*(?:-- (?:MySQL|MariaDB) dump|/\\*M?!|PRAGMA"
              + " foreign_keys|-- phpMyAdmin)");

  private static final Pattern WEB_PAGE =
      Pattern.compile("(?i)\\A\\s*<(?:!doctype|html|\\?xml|error|head|body)\\b");

  /** pg_dump's or pg_dumpall's header, which may have text for people above it. */
  private static final Pattern HEADER =
      Pattern.compile("(?m)^-- PostgreSQL database (?:cluster )?dump\\r?$");

  private SqlSniffer() {}

  /** Returns whether it starts as pg_dump's and pg_dumpall's SQL starts. */
  static boolean hasHeader(String text) {
    return HEADER.matcher(text).find();
  }

  /**
   * Recognises the content of text.
   *
   * @param cut whether more text follows
   */
  static Content sniff(String text, boolean cut) {
    if (FOREIGN.matcher(text).find()) {
      return Content.FOREIGN_SQL;
    }
    if (WEB_PAGE.matcher(text).find()) {
      return Content.WEB_PAGE;
    }
    return hasHeader(text) || isSql(text, cut) ? Content.SQL : Content.TEXT;
  }

  private static boolean isSql(String text, boolean cut) {
    var comments = LEADING_COMMENTS.matcher(text);
    int from = comments.find() ? comments.end() : 0;
    if (from >= text.length()) {
      return cut && text.startsWith("--");
    }
    String rest = text.substring(from);
    if (META_COMMAND.matcher(rest).lookingAt()) {
      return true;
    }
    return STATEMENT.matcher(rest).lookingAt() && (cut || rest.indexOf(';') >= 0);
  }
}
