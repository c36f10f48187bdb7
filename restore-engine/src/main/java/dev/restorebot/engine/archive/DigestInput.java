package dev.restorebot.engine.archive;

import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** Handles each stored byte of a complete read: digest, progress, cancellation. */
public final class DigestInput extends FilterInputStream {
  private static final long REPORT_EVERY = 4L << 20;

  /** The state that the files of one read share. */
  public static final class Reading {
    private final MessageDigest digest;
    private final ProgressListener progress;
    private final Cancellation cancellation;
    private final String activity;
    private final long total;
    private long count;
    private long reported;

    public Reading(String name, long total, ProgressListener progress, Cancellation cancellation) {
      this.digest = DigestUtils.getSha256Digest();
      this.progress = progress;
      this.cancellation = cancellation;
      this.activity = "reading " + name;
      this.total = total;
    }

    /** Bytes so far. */
    public long count() {
      return count;
    }

    /** Adds something to the digest that is not read. */
    public void label(byte[] bytes) {
      digest.update(bytes);
    }

    /** The digest in hex; the reading is over. */
    public String finish() {
      progress.progress(Progress.of(1, activity));
      return HexFormat.of().formatHex(digest.digest());
    }

    private void add(byte[] buffer, int off, int len) {
      digest.update(buffer, off, len);
      count += len;
      if (count - reported >= REPORT_EVERY) {
        reported = count;
        progress.progress(Progress.of(total == 0 ? 1 : (double) count / total, activity));
      }
    }
  }

  private final Reading reading;
  private final Cancellation.Registration registration;

  /** Reads from that stream, which is closed when the reading is cancelled. */
  public DigestInput(InputStream in, Reading reading) {
    super(in);
    this.reading = reading;
    this.registration = reading.cancellation.onCancel(this::closeBelow);
  }

  /** Wakes a read from a remote that does not answer. */
  private void closeBelow() {
    try {
      in.close();
    } catch (IOException e) {
      // nothing more is read from it
    }
  }

  @Override
  public void close() throws IOException {
    registration.close();
    in.close();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    // The thread that feeds a tool may still be reading when another one reads the rest.
    synchronized (reading) {
      reading.cancellation.check();
      int n = in.read(target, off, len);
      if (n > 0) {
        reading.add(target, off, n);
      }
      return n;
    }
  }

  /** Hashes what it passes over. */
  @Override
  public long skip(long count) throws IOException {
    byte[] passed = new byte[(int) Math.min(Math.max(0, count), PeekInput.CAPACITY)];
    return passed.length == 0 ? 0 : Math.max(0, read(passed, 0, passed.length));
  }

  /** Reads what is left, so that every byte is in the digest. */
  public void drain() throws IOException {
    byte[] scratch = new byte[PeekInput.CAPACITY];
    int n;
    do {
      n = read(scratch, 0, scratch.length);
    } while (n >= 0);
  }
}
