package dev.restorebot.engine.archive;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The encoding of a dump's texts: names are decoded with it, and statements that go to a server in
 * UTF-8; each COPY names the encoding of its rows.
 *
 * @param name PostgreSQL's name
 * @param charset Java's
 */
public record DumpEncoding(String name, Charset charset) {
  /** The encoding of a dump that names none. */
  public static final DumpEncoding UTF8 = new DumpEncoding("UTF8", StandardCharsets.UTF_8);

  private static final Pattern SET =
      Pattern.compile("SET client_encoding = '([A-Za-z0-9_]+)';\\s*");
  private static final Pattern ANY_SET =
      Pattern.compile("(?is)SET\\s+client_encoding\\s*(?:=|TO)\\s*'?([^';]*).*");
  private static final Pattern FROM_STDIN = Pattern.compile(" FROM stdin;\\s*$");

  private static final Set<String> ONLY_OF_CLIENTS =
      Set.of("BIG5", "GB18030", "GBK", "JOHAB", "SHIFT_JIS_2004", "SJIS", "UHC");

  /** PostgreSQL's names whose names in Java differ by more than an underscore or a hyphen. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("SQL_ASCII", "UTF-8"),
          Map.entry("UNICODE", "UTF-8"),
          Map.entry("LATIN1", "ISO-8859-1"),
          Map.entry("LATIN2", "ISO-8859-2"),
          Map.entry("LATIN3", "ISO-8859-3"),
          Map.entry("LATIN4", "ISO-8859-4"),
          Map.entry("LATIN5", "ISO-8859-9"),
          Map.entry("LATIN7", "ISO-8859-13"),
          Map.entry("LATIN9", "ISO-8859-15"),
          Map.entry("LATIN10", "ISO-8859-16"),
          Map.entry("WIN866", "IBM866"),
          Map.entry("WIN874", "x-windows-874"),
          Map.entry("KOI8R", "KOI8-R"),
          Map.entry("KOI8U", "KOI8-U"),
          Map.entry("SJIS", "windows-31j"),
          Map.entry("EUC_JP", "x-eucJP-Open"),
          Map.entry("EUC_KR", "EUC-KR"),
          Map.entry("EUC_CN", "GB2312"),
          Map.entry("EUC_TW", "x-EUC-TW"),
          Map.entry("GBK", "x-mswin-936"),
          Map.entry("SHIFT_JIS_2004", "x-SJIS_0213"),
          Map.entry("JOHAB", "x-Johab"),
          Map.entry("UHC", "x-windows-949"));

  /** The encoding of that name of PostgreSQL; empty where Java cannot decode it. */
  public static Optional<DumpEncoding> of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    String java =
        NAMES.getOrDefault(
            upper,
            upper
                .replaceFirst("^WIN(\\d+)$", "windows-$1")
                .replaceFirst("^ISO_8859_(\\d+)$", "ISO-8859-$1"));
    try {
      return Optional.of(new DumpEncoding(name, Charset.forName(java)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the encoding of a database whose dump is in that encoding, when no more is known of it:
   * the same, or UTF8 where a database cannot have it.
   */
  public static String ofDatabase(String name) {
    return ONLY_OF_CLIENTS.contains(name.toUpperCase(Locale.ROOT)) ? UTF8.name : name;
  }

  /**
   * The encoding that a {@code SET client_encoding} of pg_dump sets; empty for other statements.
   */
  public static Optional<DumpEncoding> setBy(String statement) {
    Matcher set = SET.matcher(statement);
    return set.matches() ? of(set.group(1)) : Optional.empty();
  }

  /**
   * Names the encoding that a statement sets although {@link #setBy} does not know it; empty for
   * other statements.
   *
   * @return such as {@code text in the encoding MULE_INTERNAL}
   */
  public static Optional<String> unknownSetBy(String statement) {
    Matcher set = ANY_SET.matcher(statement);
    return set.matches() && setBy(statement).isEmpty()
        ? Optional.of("text in the encoding " + set.group(1).strip())
        : Optional.empty();
  }

  /**
   * Decodes a text.
   *
   * @throws CharacterCodingException when it is not in this encoding: {@code SQL_ASCII} may be
   *     anything, and is read as UTF-8
   */
  public String decode(byte[] text) throws CharacterCodingException {
    return charset.newDecoder().decode(ByteBuffer.wrap(text)).toString();
  }

  /**
   * Decodes a text that may be in another encoding: what is not in this one is read as UTF-8, and
   * where it is not that either, one character a byte.
   */
  public String read(byte[] text, int off, int len) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(text, off, len)).toString();
    } catch (CharacterCodingException e) {
      return Texts.decode(text, off, len);
    }
  }

  /**
   * Returns the name of a role or database that was read with this encoding. These belong to the
   * server, which does not convert them: in a dump in WIN1251 they often are in UTF-8.
   */
  public String shared(String name) {
    if (this.equals(UTF8)) {
      return name;
    }
    try {
      ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(name));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return name;
    }
  }

  /** Returns a {@code COPY … FROM stdin;} of pg_dump with the encoding of its rows. */
  public String copy(String statement) {
    return name.equals(UTF8.name)
        ? statement
        : FROM_STDIN.matcher(statement).replaceFirst(" FROM stdin WITH (ENCODING '" + name + "');");
  }
}
