package dev.restorebot.engine.archive.uploads;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends a stream that unpacks to far more than files can have been packed from. */
final class UnpackLimit extends FilterInputStream {
  /** Uploads hardly shrink; a file of zeros does by a thousand. */
  static final int TIMES = 200;

  private static final long ALWAYS_FINE = 1L << 30;

  private final TarballMessages messages;
  private long left;

  UnpackLimit(InputStream in, long limit, TarballMessages messages) {
    super(in);
    this.left = limit;
    this.messages = messages;
  }

  /** The most that a file of that size may unpack to. */
  static long of(long stored) {
    return ALWAYS_FINE + TIMES * stored;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    int n = in.read(target, off, len);
    left -= Math.max(0, n);
    if (left < 0) {
      throw messages.bomb();
    }
    return n;
  }
}
