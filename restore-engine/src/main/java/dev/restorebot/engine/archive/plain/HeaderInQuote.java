package dev.restorebot.engine.archive.plain;

import java.nio.charset.StandardCharsets;

/** Finds the first lines of a dump of pg_dump among the bytes of quoted texts and comments. */
final class HeaderInQuote {
  private static final byte[] LINES =
      ("\n" + DumpBoundaries.HEADER + "\n--\n\n").getBytes(StandardCharsets.US_ASCII);

  private int matched;

  /** Takes the next byte. True two lines below the header, in an empty line. */
  boolean accept(byte b) {
    if (b != LINES[matched]) {
      matched = b == '\n' ? 1 : 0;
      return false;
    }
    if (++matched < LINES.length) {
      return false;
    }
    matched = 1;
    return true;
  }
}
