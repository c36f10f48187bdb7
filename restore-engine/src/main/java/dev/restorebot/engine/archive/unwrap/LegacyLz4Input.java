package dev.restorebot.engine.archive.unwrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.restorebot.engine.archive.BlockInput;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;

/**
 * The legacy frame of LZ4 ({@code lz4 -l}; lz4_Frame_format.md 1.6, "Legacy frame"): after its
 * magic number blocks of up to 8 MiB, each after its compressed length, to the end of the file. It
 * has no checksum and no end mark.
 */
final class LegacyLz4Input extends BlockInput {
  static final String MAGIC = "\u0002!L\u0018";

  private static final int BLOCK = 8 << 20;

  /** LZ4_compressBound of a block. */
  private static final int LONGEST = BLOCK + BLOCK / 255 + 16;

  private final InputStream stored;
  private InputStream block = InputStream.nullInputStream();

  LegacyLz4Input(InputStream stored) throws IOException {
    this.stored = stored;
    stored.readNBytes(MAGIC.length());
  }

  static boolean isLegacy(byte[] head) {
    return new String(head, ISO_8859_1).equals(MAGIC);
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    int n = block.read(target, off, len);
    while (n < 0 && nextBlock()) {
      n = block.read(target, off, len);
    }
    return n;
  }

  private boolean nextBlock() throws IOException {
    byte[] length = stored.readNBytes(Integer.BYTES);
    if (length.length == 0) {
      return false;
    }
    if (length.length < Integer.BYTES) {
      throw new EOFException("within the length of a block");
    }
    long bytes = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      bytes = bytes << 8 | (length[i] & 0xff);
    }
    if (bytes == 0 || bytes > LONGEST) {
      throw new IOException("a block has an impossible length");
    }
    byte[] compressed = stored.readNBytes((int) bytes);
    if (compressed.length < bytes) {
      throw new EOFException("within a block");
    }
    block = new BlockLZ4CompressorInputStream(new ByteArrayInputStream(compressed));
    return true;
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
