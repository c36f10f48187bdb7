package dev.restorebot.engine.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Streams that behave well, or badly in one way each. */
public final class TestStreams {
  private TestStreams() {}

  /** The text in UTF-8. */
  public static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** That many bytes of the same noise each time. */
  public static InputStream noise(int size) {
    byte[] block = new byte[1 << 16];
    new Random(42).nextBytes(block);
    return new Bulk() {
      private int left = size;

      @Override
      public int read(byte[] target, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int count = Math.min(Math.min(left, length), block.length);
        System.arraycopy(block, 0, target, offset, count);
        left -= count;
        return count;
      }
    };
  }

  /** The text, and then an exception: "the disk went away". */
  public static InputStream breaksOff(String start) {
    InputStream broken =
        new Bulk() {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("the disk went away");
          }
        };
    return new SequenceInputStream(text(start), broken);
  }

  /** Blocks until it is closed, as a stalled remote does. */
  public static InputStream stalled() {
    return new Stalled();
  }

  private abstract static class Bulk extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;
  }

  private static final class Stalled extends Bulk {
    private boolean closed;

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
      while (!closed) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      return -1;
    }

    @Override
    public synchronized void close() {
      closed = true;
      notifyAll();
    }
  }
}
