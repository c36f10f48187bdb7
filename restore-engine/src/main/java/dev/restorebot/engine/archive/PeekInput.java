package dev.restorebot.engine.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A buffered stream that can look ahead, knows its position, and hands out its buffer to those who
 * would otherwise copy it.
 */
public final class PeekInput extends FilterInputStream {
  /** The most that can be looked ahead. */
  public static final int CAPACITY = 1 << 16;

  private final byte[] buffer = new byte[CAPACITY];
  private int start;
  private int end;
  private long position;
  private boolean ended;

  public PeekInput(InputStream in) {
    super(in);
  }

  /** Bytes taken so far. */
  public long position() {
    return position;
  }

  /** The next bytes, without taking them; fewer only where the stream ends. */
  public byte[] peek(int count) throws IOException {
    if (CAPACITY - start < count) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    while (end - start < count && !ended) {
      int n = in.read(buffer, end, CAPACITY - end);
      if (n < 0) {
        ended = true;
      } else {
        end += n;
      }
    }
    return Arrays.copyOfRange(buffer, start, Math.min(end, start + count));
  }

  /** Makes at least one byte available. False at the end of the stream. */
  public boolean fill() throws IOException {
    while (start == end && !ended) {
      int n = in.read(buffer, 0, CAPACITY);
      if (n < 0) {
        ended = true;
      } else {
        start = 0;
        end = n;
      }
    }
    return start < end;
  }

  /** Returns the array of the available bytes; valid until the next call. */
  public byte[] buffer() {
    return buffer;
  }

  /** Index of the first available byte in {@link #buffer()}. */
  public int start() {
    return start;
  }

  /** Returns the number of bytes that are available without reading. */
  public int buffered() {
    return end - start;
  }

  /** Takes bytes that are available. */
  public void consume(int count) {
    start += count;
    position += count;
  }

  @Override
  public int read() throws IOException {
    if (start == end && !fill()) {
      return -1;
    }
    position++;
    return buffer[start++] & 0xff;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    if (start == end && !fill()) {
      return -1;
    }
    int n = Math.min(len, end - start);
    System.arraycopy(buffer, start, target, off, n);
    consume(n);
    return n;
  }

  /** Skips, by seeking where the stream below can. Fewer only where the stream ends. */
  @Override
  public long skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (start == end && in instanceof SeekableInput seekable) {
        long n = seekable.skip(left);
        position += n;
        return count - left + n;
      }
      if (!fill()) {
        break;
      }
      int n = (int) Math.min(left, end - start);
      consume(n);
      left -= n;
    }
    return count - left;
  }

  @Override
  public int available() {
    return end - start;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
