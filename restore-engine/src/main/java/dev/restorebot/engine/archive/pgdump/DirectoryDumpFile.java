package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.unwrap.PartUnpacking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory archive that is going to be loaded. */
final class DirectoryDumpFile extends DumpFile {
  private final Path folder;
  private final ArchiveMessages messages;

  private DirectoryDumpFile(Path folder, Toc toc, ArchiveMessages messages) {
    super(toc);
    this.folder = folder;
    this.messages = messages;
  }

  static DirectoryDumpFile open(Path folder, ArchiveMessages messages) throws IOException {
    try (PeekInput in = new PeekInput(Files.newInputStream(folder.resolve(DirectoryArchive.TOC)))) {
      return new DirectoryDumpFile(folder, toc(in, messages), messages);
    }
  }

  @Override
  InputStream data(RawEntry entry) throws IOException {
    return file(entry.fileName);
  }

  @Override
  void largeObjects(RawEntry entry, LargeObjectVisitor visitor) throws IOException {
    listed(file(entry.fileName), this::file, visitor);
  }

  private InputStream file(String name) throws IOException {
    for (String suffix : DirectoryArchive.SUFFIXES) {
      Path file = folder.resolve(name + suffix);
      if (Files.exists(file)) {
        return PartUnpacking.unpack(file, new PeekInput(Files.newInputStream(file)), messages);
      }
    }
    throw DirectoryArchive.missing(messages, name, "data");
  }
}
