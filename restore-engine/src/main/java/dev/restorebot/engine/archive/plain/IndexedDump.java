package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.PeekInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * A plain dump as a stream, which keeps an index of the objects that have gone by. A byte order
 * mark and text for people before the dump are blanks in it, and CRLF is LF.
 */
public final class IndexedDump extends FilterInputStream {
  private PeekInput dump;
  private final PlainSqlScanner scanner;
  private Preamble preamble = new Preamble(0, 0);

  /**
   * A dump with everything around it taken off.
   *
   * @param section the database that is wanted of a file of several; empty for the whole file
   */
  public IndexedDump(PeekInput dump, ArchiveMessages messages, Optional<String> section) {
    super(dump);
    this.dump = dump;
    this.scanner = new PlainSqlScanner(messages, section);
  }

  /** Returns whether only a section of the file is wanted; the listener hears which it is. */
  public boolean hasSections() {
    return scanner.hasSections();
  }

  /**
   * Returns how many of the bytes that were read last belong to a command of psql that has not
   * ended yet: whether they are wanted is not known before it has.
   */
  public int undecided() {
    return scanner.hasSections() ? scanner.unfinishedCommand() : 0;
  }

  /** The objects that were read so far; grows while reading, from any thread. */
  public PlainSqlIndex index() {
    return scanner.index();
  }

  /** From here on, that listener hears of what is read. */
  public void listener(DumpListener listener) {
    scanner.listener(listener);
  }

  /** The line that is being read, from 1. */
  public long lineNumber() {
    return scanner.lineNumber();
  }

  /**
   * Returns the number of lines before the dump are text that pg_dump or another program wrote for
   * people. They are read as empty lines.
   */
  public int foreignLines() {
    return preamble.foreignLines();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    long position = dump.position();
    if (position == 0) {
      dump = CrlfInput.asLf(dump);
      in = dump;
      preamble = Preamble.of(dump.peek(Preamble.WITHIN));
    }
    int n = in.read(target, off, len);
    if (n > 0) {
      preamble.blank(target, off, n, position);
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
