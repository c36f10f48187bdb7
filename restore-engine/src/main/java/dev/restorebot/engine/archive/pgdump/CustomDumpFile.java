package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BlockInput;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.unwrap.PartUnpacking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A custom archive that is going to be loaded. */
final class CustomDumpFile extends DumpFile {
  private static final int REST = 1 << 12;

  private final Path file;
  private final ArchiveMessages messages;
  private final String compression;

  private CustomDumpFile(Path file, Toc toc, ArchiveMessages messages) {
    super(toc);
    this.file = file;
    this.messages = messages;
    this.compression = toc.header().compression().orElse("none");
  }

  /**
   * Finds where the data of each entry lie, by reading over all of it where the archive says not.
   */
  static CustomDumpFile open(Path file, ArchiveMessages messages) throws IOException {
    try (PeekInput in = new PeekInput(Files.newInputStream(file))) {
      Toc toc = toc(in, messages);
      boolean told =
          toc.entries().stream()
              .allMatch(entry -> !entry.hasData || entry.offsetState == RawEntry.Offset.SET);
      if (!told) {
        boolean unused = new DataBlocks(in, toc, messages).walk(Long.MAX_VALUE);
      }
      return new CustomDumpFile(file, toc, messages);
    }
  }

  @Override
  InputStream data(RawEntry entry) throws IOException {
    return unpacked(new Chunks(at(entry.offset)));
  }

  @Override
  void largeObjects(RawEntry entry, LargeObjectVisitor visitor) throws IOException {
    // One for all objects: each has memory outside the heap, which only a collection would free.
    Inflater inflater = new Inflater();
    try (PeekInput stored = at(entry.offset)) {
      DumpInput in = new DumpInput(stored, messages);
      for (long oid = in.readOid(); oid != 0; oid = in.readOid()) {
        Chunks chunks = new Chunks(stored);
        boolean deflated = compression.equals("gzip");
        visitor.object(
            oid, deflated ? new InflaterInputStream(chunks, inflater) : unpacked(chunks));
        chunks.finish();
        inflater.reset();
      }
    } finally {
      inflater.end();
    }
  }

  /** The file behind the head of a data block. */
  private PeekInput at(long offset) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file);
    PeekInput stored = new PeekInput(Channels.newInputStream(channel.position(offset)));
    DumpInput in = new DumpInput(stored, messages);
    int unusedType = in.readByte();
    int unusedId = in.readInt();
    return stored;
  }

  private InputStream unpacked(InputStream chunks) throws IOException {
    return switch (compression) {
      case "gzip" -> new InflaterInputStream(chunks);
      case "lz4" -> PartUnpacking.unpack(Path.of("a.lz4"), new PeekInput(chunks), messages);
      case "zstd" -> PartUnpacking.unpack(Path.of("a.zst"), new PeekInput(chunks), messages);
      default -> chunks;
    };
  }

  /** Chunks of a length and as many bytes, ended by the length zero. */
  private final class Chunks extends BlockInput {
    private final PeekInput stored;
    private final DumpInput in;
    private int left;
    private boolean ended;

    Chunks(PeekInput stored) {
      this.stored = stored;
      this.in = new DumpInput(stored, messages);
    }

    @Override
    public int read(byte[] target, int off, int len) throws IOException {
      if (len == 0) {
        return 0;
      }
      if (left == 0 && !ended) {
        left = in.readInt();
        ended = left == 0;
      }
      if (ended) {
        return -1;
      }
      int n = stored.read(target, off, Math.min(len, left));
      if (n < 0) {
        throw in.damaged("it ends in the middle of its data");
      }
      left -= n;
      return n;
    }

    /** Reads what is left, the length zero included. */
    void finish() throws IOException {
      byte[] rest = new byte[REST];
      int n = 0;
      while (n >= 0) {
        n = read(rest, 0, rest.length);
      }
    }

    @Override
    public void close() throws IOException {
      stored.close();
    }
  }
}
