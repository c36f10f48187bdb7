package dev.restorebot.engine.archive;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Encoding and locale of the dumped database, from the SQL that would create it. */
record DatabaseLocale(Optional<String> encoding, Optional<String> collate, Optional<String> ctype) {
  private static final Pattern ENCODING = quoted("\\bENCODING = ");
  private static final Pattern COLLATE = quoted("\\bLC_COLLATE = ");
  private static final Pattern CTYPE = quoted("\\bLC_CTYPE = ");
  private static final Pattern LOCALE = quoted("(?<![A-Z_])LOCALE = ");
  private static final Pattern CLIENT_ENCODING = quoted("\\bclient_encoding = ");

  static DatabaseLocale unknown() {
    return new DatabaseLocale(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** From an archive's entries: DATABASE, else what ENCODING says. */
  static DatabaseLocale of(List<RawEntry> entries) {
    DatabaseLocale locale = unknown();
    for (RawEntry entry : entries) {
      if (entry.kind.equals("DATABASE")) {
        locale = locale.or(ofCreateDatabase(entry.definition));
      }
    }
    for (RawEntry entry : entries) {
      if (entry.kind.equals("ENCODING")) {
        locale = locale.or(ofClientEncoding(entry.definition));
      }
    }
    return locale;
  }

  /** From {@code CREATE DATABASE … WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE = …}. */
  static DatabaseLocale ofCreateDatabase(String sql) {
    int options = sql.indexOf(" WITH TEMPLATE = ");
    String text = options < 0 ? sql : sql.substring(options);
    Optional<String> both = first(LOCALE, text);
    return new DatabaseLocale(
        first(ENCODING, text),
        first(COLLATE, text).or(() -> both),
        first(CTYPE, text).or(() -> both));
  }

  /** From {@code SET client_encoding = 'UTF8';}. */
  static DatabaseLocale ofClientEncoding(String sql) {
    return new DatabaseLocale(first(CLIENT_ENCODING, sql), Optional.empty(), Optional.empty());
  }

  /** This, completed by the other where it does not know. */
  DatabaseLocale or(DatabaseLocale other) {
    return new DatabaseLocale(
        encoding.or(other::encoding), collate.or(other::collate), ctype.or(other::ctype));
  }

  private static Pattern quoted(String before) {
    return Pattern.compile(before + "'((?:[^']|'')*+)'");
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1).replace("''", "'")) : Optional.empty();
  }
}
