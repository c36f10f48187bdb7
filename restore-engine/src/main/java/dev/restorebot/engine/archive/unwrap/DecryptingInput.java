package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.FilterInputStream;
import java.io.IOException;
import javax.crypto.Cipher;

/**
 * Decrypts block by block, and holds the newest block back until it knows whether it is the last:
 * that one carries the padding, which proves that the end was reached.
 */
final class DecryptingInput extends FilterInputStream {
  private static final int BLOCK = OpenSslDecryption.BLOCK;
  private static final int CHUNK = 1 << 16;

  private final Cipher cipher;
  private final ArchiveMessages messages;
  private final byte[] encrypted = new byte[CHUNK];
  private final byte[] clear = new byte[BLOCK + CHUNK];
  private int held;
  private int start;
  private int end;
  private boolean ended;

  DecryptingInput(PeekInput in, Cipher cipher, ArchiveMessages messages) {
    super(in);
    this.cipher = cipher;
    this.messages = messages;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    while (start == end) {
      if (ended) {
        return -1;
      }
      decryptMore();
    }
    int n = Math.min(len, end - start);
    System.arraycopy(clear, start, target, off, n);
    start += n;
    return n;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] scratch = new byte[BLOCK * BLOCK];
    long left = count;
    while (left > 0) {
      int n = read(scratch, 0, (int) Math.min(left, scratch.length));
      if (n < 0) {
        break;
      }
      left -= n;
    }
    return count - left;
  }

  private void decryptMore() throws IOException {
    System.arraycopy(clear, end, clear, 0, held);
    int count = in.readNBytes(encrypted, 0, CHUNK);
    if (count % BLOCK != 0) {
      throw Failures.io(messages.truncated("in the middle of its encrypted data"));
    }
    int length = held;
    if (count > 0) {
      try {
        length += cipher.update(encrypted, 0, count, clear, held);
      } catch (javax.crypto.ShortBufferException e) {
        throw new IllegalStateException("room for a whole chunk is there", e);
      }
    }
    start = 0;
    if (count < CHUNK) {
      ended = true;
      int padding = padding(clear, length);
      if (padding < 0) {
        throw Failures.io(
            messages.truncated("before the end of its encrypted data, or was damaged there"));
      }
      held = 0;
      end = length - padding;
    } else {
      held = BLOCK;
      end = length - BLOCK;
    }
  }

  /** Length of the PKCS#7 padding at the end, or -1 when there is none. */
  static int padding(byte[] clear, int length) {
    if (length < BLOCK) {
      return -1;
    }
    int padding = clear[length - 1];
    if (padding < 1 || padding > BLOCK) {
      return -1;
    }
    for (int i = length - padding; i < length; i++) {
      if (clear[i] != padding) {
        return -1;
      }
    }
    return padding;
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
