package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.restorebot.engine.archive.DumpEncoding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;

/** The text of one statement, kept up to {@link #MOST} bytes, its semicolon included. */
final class StatementText {
  /** Enough for a COPY of 1600 columns with the longest names. */
  static final int MOST = 1 << 17;

  private byte[] bytes = new byte[1024];
  private int length;
  private long all;

  void add(byte[] buffer, int from, int to) {
    int taken = Math.min(to - from, MOST - length);
    if (length + taken > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + taken, Math.min(MOST, bytes.length * 2)));
    }
    System.arraycopy(buffer, from, bytes, length, taken);
    length += taken;
    all += to - from;
  }

  void clear() {
    length = 0;
    all = 0;
  }

  /** Returns whether nothing of it was cut off. */
  boolean isWhole() {
    return all == length;
  }

  /** Returns the number of its bytes, those that were cut off included. */
  long length() {
    return all;
  }

  /** Returns whether it can be read in that character set, as far as it is kept. */
  boolean isIn(Charset charset) {
    CharBuffer read = CharBuffer.allocate(length);
    return !charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length), read, false).isError();
  }

  /** Its bytes. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Its first byte as an upper-case letter; 0 when there is none. */
  char initial() {
    return length == 0 ? 0 : Character.toUpperCase((char) (bytes[0] & 0xff));
  }

  /** Its first characters, one for each byte. */
  String start(int most) {
    return new String(bytes, 0, Math.min(most, length), ISO_8859_1);
  }

  /** Its first bytes as text. */
  String decoded(int most, DumpEncoding encoding) {
    return encoding.read(bytes, 0, Math.min(most, length));
  }
}
