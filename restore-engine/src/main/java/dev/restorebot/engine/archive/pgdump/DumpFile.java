package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.PeekInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An archive of pg_dump that is going to be loaded: its entries with their SQL, and their data. The
 * archive has been read whole before, and found in order.
 */
public abstract class DumpFile {
  private final Map<Integer, RawEntry> entries = new HashMap<>();
  private final List<RestoreEntry> inOrder;

  DumpFile(Toc toc) {
    toc.entries().forEach(entry -> entries.put(entry.dumpId, entry));
    inOrder = toc.entries().stream().map(RawEntry::toRestore).toList();
  }

  /** Opens an archive: a file, or a folder for that format. */
  public static DumpFile open(Path path, ArchiveFormat format, ArchiveMessages messages)
      throws IOException {
    return switch (format) {
      case CUSTOM -> CustomDumpFile.open(path, messages);
      case TAR -> TarDumpFile.open(path, messages);
      case DIRECTORY -> DirectoryDumpFile.open(path, messages);
      case PLAIN -> throw new IllegalArgumentException("plain SQL has no table of contents");
    };
  }

  /** Hears of large objects. */
  public interface LargeObjectVisitor {
    /**
     * One large object.
     *
     * @param content read to its end, not closed
     */
    void object(long oid, InputStream content) throws IOException;
  }

  /** The entries, in the archive's order. */
  public List<RestoreEntry> entries() {
    return inOrder;
  }

  /** Opens the data of an entry that has some and is not a list of large objects. */
  public InputStream data(RestoreEntry entry) throws IOException {
    return data(entries.get(entry.dumpId()));
  }

  /** Reads all large objects of an entry of the kind {@code BLOBS}. */
  public void largeObjects(RestoreEntry entry, LargeObjectVisitor visitor) throws IOException {
    largeObjects(entries.get(entry.dumpId()), visitor);
  }

  abstract InputStream data(RawEntry entry) throws IOException;

  abstract void largeObjects(RawEntry entry, LargeObjectVisitor visitor) throws IOException;

  /** Opens a file of a tar or directory archive. */
  interface Opener {
    InputStream open(String name) throws IOException;
  }

  /** Reads the large objects that a list names, one a line: its number and its file. */
  static void listed(InputStream list, Opener files, LargeObjectVisitor visitor)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 2);
        try (InputStream content = files.open(words[1])) {
          visitor.object(Long.parseLong(words[0]), content);
        }
      }
    }
  }

  static Toc toc(PeekInput in, ArchiveMessages messages) throws IOException {
    return new TocReader(in, messages, true).read();
  }
}
