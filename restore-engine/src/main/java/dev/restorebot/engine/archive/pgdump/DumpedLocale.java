package dev.restorebot.engine.archive.pgdump;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Encoding and locale of the dumped database, from the SQL that would create it. */
public record DumpedLocale(
    Optional<String> encoding, Optional<String> collate, Optional<String> ctype) {
  private static final Pattern ENCODING = quoted("\\bENCODING = ");
  private static final Pattern COLLATE = quoted("\\bLC_COLLATE = ");
  private static final Pattern CTYPE = quoted("\\bLC_CTYPE = ");
  private static final Pattern LOCALE = quoted("(?<![A-Z_])LOCALE = ");
  private static final Pattern CLIENT_ENCODING = quoted("\\bclient_encoding = ");

  public static DumpedLocale unknown() {
    return new DumpedLocale(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** From an archive's entries: DATABASE, else what ENCODING says. */
  static DumpedLocale of(List<RawEntry> entries) {
    DumpedLocale locale = unknown();
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
  public static DumpedLocale ofCreateDatabase(String sql) {
    int options = sql.indexOf(" WITH TEMPLATE = ");
    String text = options < 0 ? sql : sql.substring(options);
    Optional<String> both = first(LOCALE, text);
    return new DumpedLocale(
        first(ENCODING, text),
        first(COLLATE, text).or(() -> both),
        first(CTYPE, text).or(() -> both));
  }

  /** From {@code SET client_encoding = 'UTF8';}. */
  public static DumpedLocale ofClientEncoding(String sql) {
    return new DumpedLocale(first(CLIENT_ENCODING, sql), Optional.empty(), Optional.empty());
  }

  /** This, completed by the other where it does not know. */
  public DumpedLocale or(DumpedLocale other) {
    return new DumpedLocale(
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
