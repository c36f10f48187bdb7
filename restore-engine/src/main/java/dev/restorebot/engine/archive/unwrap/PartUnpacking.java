package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/**
 * Unpacks one file of a directory backup. Here, and only here, the name decides: pg_restore goes by
 * it, too.
 */
public final class PartUnpacking {
  private PartUnpacking() {}

  public static InputStream unpack(Path file, PeekInput stored, ArchiveMessages messages)
      throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".gz")) {
      return new GzipInput(stored, messages);
    }
    if (name.endsWith(".zst")) {
      return new ZstdInput(stored, messages);
    }
    return name.endsWith(".lz4") ? new Lz4(stored, messages) : stored;
  }

  /** lz4's own frames, with their checksums. */
  private static final class Lz4 extends InputStream {
    private final InputStream in;
    private final ArchiveMessages messages;

    Lz4(PeekInput stored, ArchiveMessages messages) throws IOException {
      this.messages = messages;
      try {
        this.in = new FramedLZ4CompressorInputStream(stored, true);
      } catch (IOException e) {
        throw translate(e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int off, int len) throws IOException {
      try {
        return in.read(target, off, len);
      } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw translate(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    private IOException translate(Exception e) {
      return Failures.find(e)
          .map(found -> Failures.io(found.problem()))
          .orElseGet(
              () -> Failures.io(messages.corrupt("its lz4 data is cut off or cannot be unpacked")));
    }
  }
}
