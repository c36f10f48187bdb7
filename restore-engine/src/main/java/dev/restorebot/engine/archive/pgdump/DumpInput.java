package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * The primitives of pg_dump's archives (ReadInt, ReadStr, ReadOffset in PostgreSQL's
 * pg_backup_archiver.c). Ends in an {@link EOFException} where bytes are missing, and never
 * allocates what a length merely announces.
 */
final class DumpInput {
  private static final int SIGN_AND_INT = 5;
  private static final int PIECE = 1 << 13;

  /** Of a text that is kept: names, and the SQL of an index. */
  private static final int LONGEST = 1 << 20;

  /** Of a text that is passed over: SQL. */
  private static final int SINGLE = 64 << 20;

  private final PeekInput in;
  private final ArchiveMessages messages;
  private final TextBudget budget;
  private DumpEncoding encoding = DumpEncoding.UTF8;
  private boolean strict;

  DumpInput(PeekInput in, ArchiveMessages messages) {
    this.in = in;
    this.messages = messages;
    this.budget = new TextBudget(messages);
  }

  long position() {
    return in.position();
  }

  boolean atEnd() throws IOException {
    return !in.fill();
  }

  /** Returns whether the next byte is that one; it is not read. */
  boolean nextIs(int b) throws IOException {
    byte[] next = in.peek(1);
    return next.length == 1 && next[0] == (byte) b;
  }

  int readByte() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException();
    }
    return b;
  }

  /** A sign byte, then four bytes, least significant first. */
  int readInt() throws IOException {
    long value = readSigned();
    if (Math.abs(value) > Integer.MAX_VALUE) {
      throw damaged("a number in it is not valid");
    }
    return (int) value;
  }

  /** An OID: unsigned, but written as a signed number. */
  long readOid() throws IOException {
    long value = readSigned();
    if (value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
      throw damaged("the number of a large object is not valid");
    }
    return value & 0xffff_ffffL;
  }

  private long readSigned() throws IOException {
    byte[] raw = in.peek(SIGN_AND_INT);
    if (raw.length < SIGN_AND_INT) {
      throw new EOFException();
    }
    in.consume(SIGN_AND_INT);
    long magnitude =
        (raw[1] & 0xffL) | (raw[2] & 0xffL) << 8 | (raw[3] & 0xffL) << 16 | (raw[4] & 0xffL) << 24;
    boolean negative = raw[0] == 1;
    if (raw[0] < 0 || raw[0] > 1 || (negative && magnitude == 0)) {
      throw damaged("a number in it is not valid");
    }
    return negative ? -magnitude : magnitude;
  }

  /** Text, or nothing where pg_dump wrote a null pointer. */
  Optional<String> readText() throws IOException {
    int length = readInt();
    return length == -1 ? Optional.empty() : Optional.of(readText(length, LONGEST));
  }

  /** The bytes of a text whose encoding is not known yet. */
  Optional<byte[]> readBytes() throws IOException {
    int length = readInt();
    return length == -1 ? Optional.empty() : Optional.of(readBytes(length, LONGEST));
  }

  /** SQL of any length, or an empty text where pg_dump wrote a null pointer. */
  String readLongText() throws IOException {
    int length = readInt();
    return length == -1 ? "" : readText(length, SINGLE);
  }

  /**
   * Decodes the texts that follow with that encoding.
   *
   * @param strictly whether a text that is in another one ends the reading
   */
  void decodeWith(DumpEncoding encoding, boolean strictly) {
    this.encoding = encoding;
    this.strict = strictly;
  }

  /** The encoding of the texts, as far as it is known. */
  DumpEncoding encoding() {
    return encoding;
  }

  /** SQL that is merely useful: what is too long to keep is left out. */
  String readSql() throws IOException {
    int length = readInt();
    if (length > LONGEST) {
      skipText(length);
      return "";
    }
    return length == -1 ? "" : readText(length, LONGEST);
  }

  /** Passes over a text that is not needed, without keeping it; its length in bytes. */
  int skipText() throws IOException {
    int length = readInt();
    if (length == -1) {
      return 0;
    }
    skipText(length);
    return length;
  }

  private void skipText(int length) throws IOException {
    budget.spend(length, SINGLE);
    int left = length;
    while (left > 0) {
      if (!in.fill()) {
        throw new EOFException();
      }
      int n = Math.min(left, in.buffered());
      requireNoZero(in.buffer(), in.start(), n);
      in.consume(n);
      left -= n;
    }
  }

  private String readText(int length, int longest) throws IOException {
    byte[] text = readBytes(length, longest);
    return strict ? encoding.decode(text) : encoding.read(text, 0, text.length);
  }

  private byte[] readBytes(int length, int longest) throws IOException {
    budget.spend(length, longest);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(length, PIECE));
    int left = length;
    while (left > 0) {
      if (!in.fill()) {
        throw new EOFException();
      }
      int n = Math.min(left, in.buffered());
      bytes.write(in.buffer(), in.start(), n);
      in.consume(n);
      left -= n;
    }
    byte[] text = bytes.toByteArray();
    requireNoZero(text, 0, text.length);
    return text;
  }

  /** Skips data whose length is known. */
  void skip(long count) throws IOException {
    if (in.skip(count) < count) {
      throw new EOFException();
    }
  }

  /** Hands data whose length is known to {@code sink}, piece by piece. */
  void transfer(long count, CopyDataScanner sink) throws IOException {
    long left = count;
    while (left > 0) {
      if (!in.fill()) {
        throw new EOFException();
      }
      int n = (int) Math.min(left, in.buffered());
      sink.accept(in.buffer(), in.start(), n);
      in.consume(n);
      left -= n;
    }
  }

  IOException damaged(String what) {
    return Failures.io(messages.corrupt(what));
  }

  private void requireNoZero(byte[] bytes, int start, int count) throws IOException {
    for (int i = start; i < start + count; i++) {
      if (bytes[i] == 0) {
        throw damaged("a text in its table of contents has a zero byte in it");
      }
    }
  }

  /** Bounds what texts may announce: a single one, and all together. */
  private static final class TextBudget {
    private static final long ALL = 512L << 20;

    private final ArchiveMessages messages;
    private long spent;

    TextBudget(ArchiveMessages messages) {
      this.messages = messages;
    }

    void spend(int length, int longest) throws IOException {
      spent += Math.max(0, length);
      if (length < 0 || length > longest || spent > ALL) {
        throw Failures.io(
            messages.corrupt(
                "a text in its table of contents has the impossible length " + length));
      }
    }
  }
}
