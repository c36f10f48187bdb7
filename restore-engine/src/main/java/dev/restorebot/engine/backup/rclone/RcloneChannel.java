package dev.restorebot.engine.backup.rclone;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of a remote, read as it is asked for. When the connection breaks it goes on at the byte
 * where it broke, and gives up after a number of breaks without a byte between them.
 *
 * <p>Reads and seeks come from one thread; {@link #close()} may come from any and wakes a read.
 */
final class RcloneChannel implements SeekableByteChannel {
  private static final Logger log = LoggerFactory.getLogger(RcloneChannel.class);
  private static final int MOST_BREAKS = 5;
  private static final int PIECE = 1 << 16;

  /** Seeking forward by less than this reads on instead of connecting anew. */
  private static final long NEAR = 1L << 20;

  private final Rclone rclone;
  private final String path;
  private final long size;
  private final byte[] buffer = new byte[PIECE];

  private long position;
  private long streamAt;
  private int breaks;
  private volatile RcloneProcess process;
  private volatile boolean closed;

  RcloneChannel(Rclone rclone, String path, long size) {
    this.rclone = rclone;
    this.path = path;
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    int wanted = (int) Math.min(Math.min(target.remaining(), PIECE), size - position);
    if (wanted == 0) {
      return 0;
    }
    while (true) {
      int n = tryRead(wanted);
      requireOpen();
      if (n > 0) {
        breaks = 0;
        target.put(buffer, 0, n);
        position += n;
        streamAt += n;
        return n;
      }
      broken();
    }
  }

  /** Bytes from where it stands; none when the connection broke. */
  private int tryRead(int wanted) throws IOException {
    if (process != null && streamAt != position) {
      skip();
    }
    if (process == null) {
      process = rclone.content(path, position);
      streamAt = position;
      if (closed) {
        close();
      }
    }
    try {
      return process.output().read(buffer, 0, wanted);
    } catch (IOException e) {
      return -1;
    }
  }

  /** Reads on to a position that is not far, or lets go of the connection. */
  private void skip() {
    long gap = position - streamAt;
    try {
      if (gap > 0 && gap <= NEAR) {
        process.output().skipNBytes(gap);
        streamAt = position;
        return;
      }
    } catch (IOException e) {
      // connected anew below
    }
    letGo();
  }

  private void broken() throws IOException {
    String errors = "";
    RcloneProcess ended = process;
    if (ended != null) {
      try {
        ended.end();
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        log.debug("rclone for {} does not end and is ended", path);
      }
      errors = ended.errors();
    }
    letGo();
    requireOpen();
    if (++breaks >= MOST_BREAKS) {
      throw RcloneFailure.of(
          rclone.remote(),
          "be read further than "
              + position
              + " of "
              + size
              + " bytes of "
              + path
              + ", after "
              + breaks
              + " tries",
          errors);
    }
    log.info(
        "the connection for {} broke at byte {} of {}; continuing there", path, position, size);
  }

  private void letGo() {
    RcloneProcess old = process;
    process = null;
    if (old != null) {
      old.close();
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("negative position");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return size;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    rclone.forget(path);
    RcloneProcess running = process;
    if (running != null) {
      running.close();
    }
  }
}
