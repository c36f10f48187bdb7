package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.unwrap.PartUnpacking;
import dev.restorebot.engine.archive.unwrap.TarFolder;
import dev.restorebot.engine.archive.unwrap.TarMember;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A tar of a folder that {@code pg_dump -Fd} made, read as a stream: {@code toc.dat} may be its
 * last file. What {@link DirectoryArchive} demands of a folder is demanded here too.
 */
public final class TarredDirectory {
  private static final Pattern LIST = Pattern.compile("blobs(?:_\\d+)?\\.toc");

  private final ArchiveMessages messages;
  private final LargeObjects objects;
  private final Map<String, File> files = new HashMap<>();
  private Optional<String> folder = Optional.empty();
  private Optional<Toc> toc = Optional.empty();

  /** A file of rows: its size as stored and, if it was read, what it holds. */
  private record File(long size, Optional<CopyDataScanner> content) {}

  /** Reads that file. */
  public TarredDirectory(ArchiveMessages messages) {
    this.messages = messages;
    this.objects = new LargeObjects(messages);
  }

  /**
   * Reads the table of contents and goes over the files.
   *
   * @param limit position at which to give up, with no entries when the table of contents was not
   *     reached
   * @param closely whether to read the rows too, or only to skip over them
   */
  public Contents read(PeekInput input, long limit, boolean closely) throws IOException {
    TarFolder tar = new TarFolder(input, messages);
    while (input.position() < limit) {
      Optional<TarMember> member = tar.next();
      if (member.isEmpty()) {
        finish(closely);
        break;
      }
      take(member.get(), closely);
      member.get().finish();
    }
    return new Contents(
        ArchiveFormat.DIRECTORY,
        toc.map(Toc::header).orElse(ArchiveHeader.EMPTY),
        toc.map(Toc::toEntries).orElse(List.of()),
        Optional.empty(),
        toc.map(Toc::roles).orElse(List.of()));
  }

  private void take(TarMember member, boolean closely) throws IOException {
    int slash = member.name().lastIndexOf('/');
    String name = member.name().substring(slash + 1);
    String path = member.name().substring(0, slash + 1);
    if (!folder.orElse(path).equals(path)) {
      throw Failures.io(
          messages.notReadHere(
              "is a tar with several folders",
              "Unpack it, and give the folder of the backup that you want."));
    }
    folder = Optional.of(path);
    if (files.containsKey(name)) {
      throw Failures.io(messages.corrupt("there are two files " + name + " in it"));
    }
    Optional<CopyDataScanner> content = Optional.empty();
    if (name.equals(DirectoryArchive.TOC)) {
      toc = Optional.of(DirectoryArchive.readToc(new PeekInput(member), messages));
    } else if (LIST.matcher(name).matches()) {
      list(member);
    } else if (closely) {
      content = Optional.of(rows(name, member));
    }
    files.put(name, new File(member.size(), content));
    objects.isFile(DirectoryArchive.withoutSuffix(name));
  }

  private void list(TarMember member) throws IOException {
    PeekInput content = new PeekInput(member);
    int b;
    while ((b = content.read()) >= 0) {
      objects.list((byte) b);
    }
    objects.endOfList();
  }

  private CopyDataScanner rows(String name, TarMember member) throws IOException {
    CopyDataScanner scanner = new CopyDataScanner();
    PeekInput content =
        new PeekInput(
            PartUnpacking.unpack(
                Path.of(name), new PeekInput(member), messages.ofPart(Path.of(name))));
    try (content) {
      while (content.fill()) {
        scanner.accept(content.buffer(), content.start(), content.buffered());
        content.consume(content.buffered());
      }
    }
    return scanner;
  }

  private void finish(boolean closely) throws IOException {
    if (toc.isEmpty()) {
      throw DirectoryArchive.missing(messages, DirectoryArchive.TOC, "the table of contents");
    }
    Map<String, RawEntry> taken = new HashMap<>();
    for (RawEntry entry : toc.get().entries()) {
      if (entry.hasData) {
        String name =
            DirectoryArchive.SUFFIXES.stream()
                .map(suffix -> entry.fileName + suffix)
                .filter(files::containsKey)
                .findFirst()
                .orElse("");
        if (name.isEmpty()) {
          throw DirectoryArchive.missing(messages, entry.fileName, entry.display());
        }
        if (taken.put(name, entry) != null) {
          throw Failures.io(messages.corrupt("two of its entries have the same file"));
        }
        File file = files.get(name);
        entry.dataBytes = OptionalLong.of(file.size());
        if (closely && entry.isCopy) {
          rows(entry, messages.ofPart(Path.of(name)), file.content());
        }
      }
    }
    objects.check();
  }

  private static void rows(RawEntry entry, ArchiveMessages of, Optional<CopyDataScanner> content)
      throws IOException {
    if (content.isEmpty() || !content.get().isComplete()) {
      throw Failures.io(
          of.truncated("before the end of the rows of " + entry.display() + ", or was damaged"));
    }
    entry.rows = content.get().rows();
  }
}
