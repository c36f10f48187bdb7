package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.SeekableInput;
import dev.restorebot.engine.archive.unwrap.TarMember;
import dev.restorebot.engine.archive.unwrap.TarMembers;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tar archive that is going to be loaded. */
final class TarDumpFile extends DumpFile {
  private record Place(long offset, long size) {}

  private final Path file;
  private final ArchiveMessages messages;
  private final Map<String, Place> places;

  private TarDumpFile(Path file, Toc toc, Map<String, Place> places, ArchiveMessages messages) {
    super(toc);
    this.file = file;
    this.places = places;
    this.messages = messages;
  }

  static TarDumpFile open(Path file, ArchiveMessages messages) throws IOException {
    Map<String, Place> places = new HashMap<>();
    try (PeekInput in = new PeekInput(new SeekableInput(List.of(file)))) {
      TarMembers members = new TarMembers(in, messages);
      for (Optional<TarMember> next = members.next(); next.isPresent(); next = members.next()) {
        TarMember member = next.get();
        places.put(member.name(), new Place(in.position(), member.size()));
        member.finish();
      }
    }
    try (PeekInput in = member(file, places.get(DirectoryArchive.TOC), messages)) {
      return new TarDumpFile(file, toc(in, messages), places, messages);
    }
  }

  @Override
  InputStream data(RawEntry entry) throws IOException {
    return file(entry.fileName);
  }

  /** Up to PostgreSQL 16 there is one list, without a number. */
  @Override
  void largeObjects(RawEntry entry, LargeObjectVisitor visitor) throws IOException {
    String numbered = "blobs_" + entry.dumpId + ".toc";
    listed(file(places.containsKey(numbered) ? numbered : "blobs.toc"), this::file, visitor);
  }

  private InputStream file(String name) throws IOException {
    Place place = places.get(name);
    if (place == null) {
      throw DirectoryArchive.missing(messages, name, "data");
    }
    return member(file, place, messages);
  }

  private static PeekInput member(Path file, Place place, ArchiveMessages messages)
      throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file).position(place.offset());
    PeekInput stored = new PeekInput(Channels.newInputStream(channel));
    TarMember content = new TarMember(stored, "data", place.size(), messages);
    return new PeekInput(
        new FilterInputStream(content) {
          @Override
          public void close() throws IOException {
            stored.close();
          }
        });
  }
}
