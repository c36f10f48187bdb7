package dev.restorebot.engine.docker;

import dev.restorebot.engine.sandbox.PausingInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream cut into frames, each a line with its length and then its bytes; a frame of length zero
 * says that the stream is over.
 *
 * <p>Docker-java cannot end a program's standard input, so its end has to be said inside. It also
 * makes a stream that broke off different from one that ended: the last frame is missing.
 */
public final class FramedInput extends InputStream {
  private static final Logger LOG = LoggerFactory.getLogger(FramedInput.class);
  private static final int FRAME = 1 << 20;

  private final InputStream source;
  private final Runnable whenBroken;
  private final byte[] data = new byte[FRAME];
  private byte[] header = new byte[0];
  private int headerAt;
  private int dataAt;
  private int dataEnd;
  private boolean over;
  private volatile Exception failure;

  /**
   * Frames that source.
   *
   * @param whenBroken called once when the source throws, before this stream ends without its last
   *     frame
   */
  public FramedInput(InputStream source, Runnable whenBroken) {
    this.source = source;
    this.whenBroken = whenBroken;
  }

  /** Returns the exception that the source threw. */
  public Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    silenceThisThread();
    if (headerAt == header.length && dataAt == dataEnd && !next()) {
      return -1;
    }
    if (headerAt < header.length) {
      int count = Math.min(length, header.length - headerAt);
      System.arraycopy(header, headerAt, target, offset, count);
      headerAt += count;
      return count;
    }
    int count = Math.min(length, dataEnd - dataAt);
    System.arraycopy(data, dataAt, target, offset, count);
    dataAt += count;
    return count;
  }

  private boolean next() {
    if (over) {
      return false;
    }
    try {
      dataEnd = fill();
    } catch (IOException | RuntimeException e) {
      over = true;
      failure = e;
      dataAt = dataEnd = 0;
      whenBroken.run();
      return false;
    }
    over = dataEnd == 0;
    dataAt = 0;
    headerAt = 0;
    header = (dataEnd + "\n").getBytes(StandardCharsets.US_ASCII);
    return true;
  }

  /** Reads until the frame is full, the source is over or waits for the program's answer. */
  private int fill() throws IOException {
    int filled = 0;
    while (filled < FRAME) {
      int count = source.read(data, filled, FRAME - filled);
      if (count < 0) {
        break;
      }
      filled += count;
      if (source instanceof PausingInput pausing && pausing.isPausing()) {
        break;
      }
    }
    return filled;
  }

  /**
   * The transport reads us on a thread of its own and throws there when the program inside has
   * ended early, which is nothing to print: the program's exit code tells.
   */
  private static void silenceThisThread() {
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, error) -> LOG.debug("sending standard input ended: {}", error.toString()));
  }
}
