package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.PeekInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

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
    return name.endsWith(".lz4") ? LibraryInput.lz4(stored, messages) : stored;
  }
}
