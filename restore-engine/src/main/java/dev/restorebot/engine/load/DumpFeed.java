package dev.restorebot.engine.load;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * A plain dump on its way to psql: counts its lines and remembers where pg_dump's own directives
 * stand. Changes nothing. Memory does not depend on the length of the lines.
 */
final class DumpFeed extends FilterInputStream {
  private static final Pattern OWN =
      Pattern.compile("\\\\(?:(?:un)?restrict [A-Za-z0-9]+|connect .*)");
  private static final int LONGEST = 300;
  private static final int MOST = 1_000;

  private final LongConsumer lineReached;
  private final Set<Long> directives = new HashSet<>();
  private final StringBuilder directive = new StringBuilder();
  private boolean lineStart = true;
  private boolean inDirective;
  private long line = 1;

  DumpFeed(InputStream dump, LongConsumer lineReached) {
    super(dump);
    this.lineReached = lineReached;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    for (int i = offset; i < offset + count; i++) {
      look(bytes[i]);
    }
    if (count > 0) {
      lineReached.accept(line);
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Whether that line, counted from 1, is a directive that pg_dump itself writes. */
  boolean isDirective(long number) {
    synchronized (directives) {
      return directives.contains(number);
    }
  }

  private void look(byte b) {
    if (b == '\n') {
      endLine();
    } else if (inDirective) {
      if (directive.length() < LONGEST && b != '\r') {
        directive.append(new String(new byte[] {b}, StandardCharsets.ISO_8859_1));
      }
    } else if (lineStart && b == '\\') {
      inDirective = true;
      directive.append('\\');
    }
    lineStart = b == '\n';
  }

  private void endLine() {
    if (inDirective && OWN.matcher(directive).matches()) {
      synchronized (directives) {
        if (directives.size() < MOST) {
          directives.add(line);
        }
      }
    }
    inDirective = false;
    directive.setLength(0);
    line++;
  }
}
