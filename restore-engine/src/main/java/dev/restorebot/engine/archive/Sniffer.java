package dev.restorebot.engine.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** Tells what a stream is from its first bytes, never from its name. */
final class Sniffer {
  /** How many bytes to look at: a tar header, and enough text to tell SQL from prose. */
  static final int WANTED = 8192;

  private static final int TAR_BLOCK = 512;

  private static final List<String> OTHER_TOOLS =
      List.of(
          "\u00fd7zXZ\0",
          "BZh",
          "PK\u0003\u0004",
          "7z\u00bc\u00af",
          "Rar!",
          "\u0004\"M\u0018",
          "age-encryption.org/",
          "-----BEGIN ",
          "\u0085\u0001",
          "\u0085\u0002",
          "\u008c\r\u0004",
          "SQLite format 3");

  private Sniffer() {}

  /** What starts with these bytes. */
  static Content sniff(byte[] head) {
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
    if (text.startsWith("\u001f\u008b")) {
      return Content.GZIP;
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
    if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) {
      return Content.UTF16;
    }
    if (OTHER_TOOLS.stream().anyMatch(text::startsWith)) {
      return Content.OTHER_TOOL;
    }
    return looksLikeText(head) ? SqlSniffer.sniff(text, head.length >= WANTED) : Content.UNKNOWN;
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
    if (head.length < TAR_BLOCK) {
      return false;
    }
    byte[] block = java.util.Arrays.copyOf(head, TAR_BLOCK);
    return block[0] != 0
        && new String(block, 257, 5, ISO_8859_1).equals("ustar")
        && TarUtils.verifyCheckSum(block);
  }

  private static boolean looksLikeText(byte[] head) {
    for (byte b : head) {
      boolean control = b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f';
      if (control || b == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
