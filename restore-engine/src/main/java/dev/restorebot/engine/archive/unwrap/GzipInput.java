package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BlockInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Takes gzip off (RFC 1952), as strictly as {@code gzip -t}: every member to its trailer, its CRC
 * and its length, and nothing after the last one but zeros.
 *
 * <p>{@link java.util.zip.GZIPInputStream} will not do: whether it sees a second member depends on
 * {@code available()} of the stream below, and it forgives garbage after the first.
 */
final class GzipInput extends BlockInput {
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int DEFLATE = 8;

  private final PeekInput in;
  private final ArchiveMessages messages;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean inMember;
  private boolean ended;

  GzipInput(PeekInput in, ArchiveMessages messages) {
    this.in = in;
    this.messages = messages;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    while (!ended) {
      if (!inMember) {
        header();
      }
      int n = inflate(target, off, len);
      if (n > 0) {
        crc.update(target, off, n);
        return n;
      }
      if (inflater.finished()) {
        trailer();
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int off, int len) throws IOException {
    if (!in.fill()) {
      throw cut();
    }
    int available = in.buffered();
    inflater.setInput(in.buffer(), in.start(), available);
    try {
      int n = inflater.inflate(target, off, len);
      in.consume(available - inflater.getRemaining());
      return n;
    } catch (DataFormatException e) {
      throw Failures.io(messages.corrupt("its gzip data cannot be unpacked"));
    }
  }

  private void header() throws IOException {
    if (next() != 0x1f || next() != 0x8b || next() != DEFLATE) {
      throw Failures.io(messages.corrupt("its gzip header is not valid"));
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw Failures.io(messages.corrupt("its gzip header is not valid"));
    }
    skip(6);
    if ((flags & FEXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & FNAME) != 0) {
      skipText();
    }
    if ((flags & FCOMMENT) != 0) {
      skipText();
    }
    if ((flags & FHCRC) != 0) {
      skip(2);
    }
    inflater.reset();
    crc.reset();
    inMember = true;
  }

  private void trailer() throws IOException {
    long expectedCrc = int32();
    long expectedLength = int32();
    if (expectedCrc != crc.getValue()) {
      throw Failures.io(
          messages.corrupt("its gzip checksum (CRC) does not match what was unpacked"));
    }
    if (expectedLength != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw Failures.io(
          messages.corrupt("its gzip trailer gives a different length than was unpacked"));
    }
    inMember = false;
    afterMember();
  }

  /** The end, another member, or padding with zeros as tapes and block devices leave it. */
  private void afterMember() throws IOException {
    byte[] next = in.peek(1);
    if (next.length > 0 && next[0] == 0x1f) {
      return;
    }
    ended = true;
    int b;
    while ((b = in.read()) >= 0) {
      if (b != 0) {
        throw Failures.io(messages.corrupt("bytes that are not gzip follow after its gzip data"));
      }
    }
  }

  private long int32() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // up to the terminating zero
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private int next() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw cut();
    }
    return b;
  }

  private IOException cut() {
    return Failures.io(messages.truncated("in the middle of its gzip data"));
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
