package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.restorebot.engine.archive.BlockInput;
import dev.restorebot.engine.archive.PeekInput;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dump of pg_dump whose line ends were converted to CRLF, with LF again: otherwise psql takes the
 * CR into names and texts with line breaks. psql on Windows reads files in text mode and does the
 * same.
 */
final class CrlfInput extends BlockInput {
  private static final Pattern HEADER =
      Pattern.compile("(?m)^--\\r\\n-- PostgreSQL database (?:cluster )?dump\\r\\n");
  private static final Pattern BARE = Pattern.compile("(?<!\\r)\\n");

  private final PeekInput dump;

  private CrlfInput(PeekInput dump) {
    this.dump = dump;
  }

  /** Returns the same dump; if all line ends in its first bytes are CRLF, with LF instead. */
  static PeekInput asLf(PeekInput dump) throws IOException {
    String head = new String(dump.peek(Preamble.WITHIN), ISO_8859_1);
    Matcher header = HEADER.matcher(head);
    return header.find() && !BARE.matcher(head).find(header.start())
        ? new PeekInput(new CrlfInput(dump))
        : dump;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    int kept = 0;
    while (kept == 0 && len > 0) {
      if (!dump.fill()) {
        return -1;
      }
      // what may be followed by the LF is not taken before that is seen
      int most = Math.min(Math.min(len, dump.buffered()), PeekInput.CAPACITY - 1);
      byte[] block = dump.peek(most + 1);
      for (int i = 0; i < most; i++) {
        boolean beforeLf = block[i] == '\r' && i + 1 < block.length && block[i + 1] == '\n';
        if (!beforeLf) {
          target[off + kept++] = block[i];
        }
      }
      dump.consume(most);
    }
    return kept;
  }

  @Override
  public void close() throws IOException {
    dump.close();
  }
}
