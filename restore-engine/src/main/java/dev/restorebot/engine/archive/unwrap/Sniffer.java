package dev.restorebot.engine.archive.unwrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.archive.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Recognises the content of a stream by its first bytes, never by its name. */
public final class Sniffer {
  /** The number of bytes to read: a tar header, and enough text to tell SQL from prose. */
  public static final int WANTED = 8192;

  /** Of this many bytes of text, one may be a control character. */
  private static final int FEW = 64;

  private static final int UTF16_WITHIN = 512;
  private static final int FEWEST_PAIRS = 8;

  /** The number of bytes by which {@link #isEncrypted} recognises encryption. */
  public static final int ENCRYPTED_WANTED = 64;

  private static final List<String> OTHER_TOOLS =
      List.of(
          "7z\u00bc\u00af",
          "Rar!",
          "LZIP",
          "\u0089LZO\0",
          "\u001f\u009d",
          "]\0\0\u0080\0",
          "age-encryption.org/",
          "-----BEGIN ",
          "SQLite format 3");

  private static final Map<String, Content> COMPRESSED =
      Map.of(
          "\u001f\u008b\b",
          Content.GZIP,
          "\u00fd7zXZ\0",
          Content.XZ,
          "PK\u0003\u0004",
          Content.ZIP,
          "\u0004\"M\u0018",
          Content.LZ4,
          LegacyLz4Input.MAGIC,
          Content.LZ4);

  /** The first bytes of PGDMP, gzip, zstd, xz and bzip2 in base64 (RFC 4648). */
  private static final List<String> IN_BASE64 =
      List.of("UEdETV", "H4sIA", "H4sIC", "KLUv/", "/Td6WFoA", "Qlpo");

  /** The beginning of the identifiers of CMS (RFC 5652), as {@code openssl cms} writes them. */
  private static final String CMS = "\u0006\t*\u0086H\u0086\u00f7\r\u0001\u0007";

  private static final int CMS_WITHIN = 24;

  private static final List<String> AGE =
      List.of("age-encryption.org/v1\n", "-----BEGIN AGE ENCRYPTED FILE-----");

  private static final String ARMORED_OPENPGP = "-----BEGIN PGP MESSAGE-----";

  /** A block, or the end of an empty stream. */
  private static final Pattern BZIP2 = Pattern.compile("(?s)BZh[1-9](?:1AY&SY|\u0017rE8P\u0090).*");

  private Sniffer() {}

  /** Recognises content by its first bytes. */
  public static Content sniff(byte[] head) {
    if (head.length == 0) {
      return Content.EMPTY;
    }
    String text = new String(head, ISO_8859_1);
    if (text.startsWith("PGDMP")) {
      return Content.PGDMP;
    }
    if (text.startsWith("Salted__")) {
      return Content.OPENSSL;
    }
    if (AGE.stream().anyMatch(text::startsWith)) {
      return Content.AGE;
    }
    if (text.startsWith(ARMORED_OPENPGP) || OpenPgpPackets.startsEncrypted(head)) {
      return Content.OPENPGP;
    }
    for (Map.Entry<String, Content> each : COMPRESSED.entrySet()) {
      if (text.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    if (BZIP2.matcher(text).matches()) {
      return Content.BZIP2;
    }
    if (isZstd(head)) {
      return Content.ZSTD;
    }
    if (isTar(head)) {
      return Content.TAR;
    }
    if (text.startsWith("U2FsdGVkX1")) {
      return Content.OPENSSL_BASE64;
    }
    if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff") || isUtf16(head)) {
      return Content.UTF16;
    }
    if (OTHER_TOOLS.stream().anyMatch(text::startsWith) || isCms(text)) {
      return Content.OTHER_TOOL;
    }
    if (IN_BASE64.stream().anyMatch(text::startsWith)) {
      return Content.BASE64;
    }
    return looksLikeText(head, text)
        ? SqlSniffer.sniff(text, head.length >= WANTED)
        : Content.UNKNOWN;
  }

  /**
   * Returns whether a file is encrypted in a way that can be decrypted.
   *
   * @param head its first bytes, {@link #ENCRYPTED_WANTED} if there are as many
   */
  public static boolean isEncrypted(byte[] head) {
    return sniff(head).isEncrypted();
  }

  private static boolean isCms(String text) {
    return text.startsWith("0")
        && text.substring(0, Math.min(text.length(), CMS_WITHIN)).contains(CMS);
  }

  /** Text of mostly Latin letters without a byte order mark: every other byte is zero. */
  private static boolean isUtf16(byte[] head) {
    int pairs = Math.min(head.length, UTF16_WITHIN) / 2;
    int firstZero = 0;
    int secondZero = 0;
    for (int i = 0; i < pairs; i++) {
      firstZero += head[2 * i] == 0 ? 1 : 0;
      secondZero += head[2 * i + 1] == 0 ? 1 : 0;
    }
    int most = Math.max(firstZero, secondZero);
    return pairs >= FEWEST_PAIRS
        && Math.min(firstZero, secondZero) == 0
        && most >= pairs - pairs / FEW;
  }

  /** A frame, or a skippable one in front of it (RFC 8878, 3.1). */
  private static boolean isZstd(byte[] head) {
    if (head.length < 4 || head[3] != (byte) (head[0] == 0x28 ? 0xfd : 0x18)) {
      return false;
    }
    boolean frame = head[0] == 0x28 && head[1] == (byte) 0xb5 && head[2] == 0x2f;
    boolean skippable = (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d;
    return frame || skippable;
  }

  private static boolean isTar(byte[] head) {
    if (head.length < TarMembers.BLOCK) {
      return false;
    }
    byte[] block = Arrays.copyOf(head, TarMembers.BLOCK);
    return block[0] != 0
        && new String(block, 257, 5, ISO_8859_1).equals("ustar")
        && TarMembers.hasValidChecksum(block);
  }

  /**
   * Returns whether these bytes can hardly be chance: what a wrong key makes of encrypted data is
   * noise, and a few bytes of noise may well look like the start of something.
   */
  static boolean isUnmistakable(byte[] head) {
    return switch (sniff(head)) {
      case UNKNOWN, UTF16 -> false;
      case OPENPGP -> head[0] == '-';
      case GZIP -> head.length > 3 && (head[3] & 0xe0) == 0;
      case TEXT -> Texts.isUtf8(head);
      default -> true;
    };
  }

  /** No zero bytes and hardly any control characters; but pg_dump's own header excuses them. */
  private static boolean looksLikeText(byte[] head, String text) {
    if (SqlSniffer.hasHeader(text)) {
      return true;
    }
    int controls = 0;
    for (byte b : head) {
      if (b == 0) {
        return false;
      }
      boolean control = b > 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f';
      controls += control || b == 0x7f ? 1 : 0;
    }
    return controls <= head.length / FEW;
  }
}
