package dev.restorebot.engine.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The first and the last bytes of a file. In these backups differ: pg_dump's archives begin with
 * the time, encrypted files with a random salt, and gzip ends with a checksum of the whole.
 */
public final class FileEnds {
  /** The number of bytes at each end. */
  public static final int BYTES = 4096;

  private static final String TOC = "toc.dat";

  private FileEnds() {}

  /** Those of a file, or of the table of contents of a directory-format dump. */
  static byte[] of(Path file) throws IOException {
    Path read = Files.isDirectory(file) ? file.resolve(TOC) : file;
    try (SeekableByteChannel channel = Files.newByteChannel(read)) {
      ByteArrayOutputStream ends = new ByteArrayOutputStream();
      ends.write(read(channel, 0));
      ends.write(read(channel, Math.max(0, channel.size() - BYTES)));
      return ends.toByteArray();
    }
  }

  private static byte[] read(SeekableByteChannel channel, long from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    channel.position(from);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // until it is full or the file ends
    }
    return java.util.Arrays.copyOf(bytes.array(), bytes.position());
  }
}
