package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.PeekInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A plain dump as a stream, which keeps an index of the objects that have gone by. */
public final class IndexedDump extends FilterInputStream {
  private final PlainSqlScanner scanner;

  public IndexedDump(InputStream dump, ArchiveMessages messages) {
    super(dump);
    this.scanner = new PlainSqlScanner(messages);
  }

  /** The objects that were read so far; grows while reading, from any thread. */
  public PlainSqlIndex index() {
    return scanner.index();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    int n = in.read(target, off, len);
    if (n > 0) {
      scanner.accept(target, off, n);
    }
    return n;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] passed = new byte[(int) Math.min(count, PeekInput.CAPACITY)];
    return count <= 0 ? 0 : Math.max(0, read(passed, 0, passed.length));
  }
}
