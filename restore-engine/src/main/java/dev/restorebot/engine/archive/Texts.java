package dev.restorebot.engine.archive;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decoding of texts whose encoding is not known for certain. */
public final class Texts {
  private Texts() {}

  /** UTF-8 where it is valid UTF-8, else one character a byte. */
  public static String decode(byte[] bytes, int off, int len) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, off, len))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, off, len, StandardCharsets.ISO_8859_1);
    }
  }

  /** Returns whether it is UTF-8, but for a last character that may be cut off. */
  public static boolean isUtf8(byte[] bytes) {
    CharBuffer out = CharBuffer.allocate(bytes.length);
    return !StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes), out, false)
        .isError();
  }
}
