package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.unwrap.Sniffer;
import dev.restorebot.engine.archive.unwrap.TarMember;
import dev.restorebot.engine.archive.unwrap.TarMembers;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code pg_dump -Ft} (PostgreSQL's pg_backup_tar.c): {@code toc.dat} first, then one file of rows
 * for each table, large objects, and {@code restore.sql}.
 */
public final class TarArchive {
  private static final String TOC = "toc.dat";

  private final ArchiveMessages messages;

  public TarArchive(ArchiveMessages messages) {
    this.messages = messages;
  }

  /**
   * Reads the table of contents, then goes over the files.
   *
   * @param limit position at which to give up
   * @param maxFiles number of files at which to give up
   * @param closely whether to read the rows too, or only to skip over them
   * @param head hears what is read before the data
   */
  public Contents read(
      PeekInput input, long limit, int maxFiles, boolean closely, Consumer<Contents> head)
      throws IOException {
    TarMembers members = new TarMembers(input, messages);
    Toc toc = readToc(members);
    head.accept(Contents.ofHead(ArchiveFormat.TAR, toc.header()));
    Walk walk = new Walk(toc);
    for (int i = 0; i < maxFiles && input.position() < limit; i++) {
      Optional<TarMember> member = members.next();
      if (member.isEmpty()) {
        walk.finish();
        break;
      }
      walk.file(member.get(), closely);
    }
    return new Contents(
        ArchiveFormat.TAR, toc.header(), toc.toEntries(), Optional.empty(), toc.roles());
  }

  private Toc readToc(TarMembers members) throws IOException {
    Optional<TarMember> first = members.next();
    if (first.isEmpty() || !first.get().name().equals(TOC)) {
      throw Failures.io(
          messages.notReadHere(
              "is a tar, but not one that pg_dump made: its first file is not " + TOC,
              "If it holds uploads, choose the database backup instead. If it holds a folder that"
                  + " pg_dump made, unpack it and give the folder."));
    }
    PeekInput content = new PeekInput(first.get());
    if (Sniffer.sniff(content.peek(Sniffer.WANTED)) != Content.PGDMP) {
      throw Failures.io(messages.corrupt("its table of contents is not one of pg_dump's"));
    }
    Toc toc = new TocReader(content, messages, false).read();
    if (toc.layout() == Toc.Layout.CUSTOM || content.fill()) {
      throw Failures.io(messages.corrupt("its table of contents is not valid"));
    }
    first.get().finish();
    return toc;
  }

  /** Compares the files with what the table of contents lists. */
  private final class Walk {
    private final Map<String, RawEntry> missing = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final LargeObjects largeObjects = new LargeObjects(messages);

    Walk(Toc toc) throws IOException {
      for (RawEntry entry : toc.entries()) {
        if (entry.hasData && missing.put(fileOf(entry), entry) != null) {
          throw Failures.io(messages.corrupt("two of its entries have the same file"));
        }
      }
    }

    /** A list of large objects has a name of its own, not the one in the table of contents. */
    private String fileOf(RawEntry entry) {
      return entry.kind.equals("BLOBS") ? "blobs_" + entry.dumpId + ".toc" : entry.fileName;
    }

    /** Up to PostgreSQL 16 there is one list, without a number. */
    private RawEntry take(String name) {
      if (!name.equals("blobs.toc")) {
        return missing.remove(name);
      }
      List<RawEntry> lists = missing.values().stream().filter(e -> e.kind.equals("BLOBS")).toList();
      return lists.size() == 1 ? missing.remove(fileOf(lists.get(0))) : null;
    }

    void file(TarMember member, boolean closely) throws IOException {
      RawEntry entry = take(member.name());
      if (entry != null) {
        seen.add(member.name());
        entry.dataBytes = OptionalLong.of(member.size());
        if (entry.kind.equals("BLOBS")) {
          list(member);
        } else if (closely && entry.isCopy) {
          rows(member, entry);
        }
      } else if (!largeObjects.isFile(member.name()) && !seen.add(member.name())) {
        throw Failures.io(messages.corrupt("there are two files " + member.name() + " in it"));
      }
      member.finish();
    }

    void finish() throws IOException {
      for (RawEntry entry : missing.values()) {
        throw Failures.io(messages.corrupt("the rows of " + entry.display() + " are not in it"));
      }
      largeObjects.check();
    }

    private void list(TarMember member) throws IOException {
      int b;
      PeekInput content = new PeekInput(member);
      while ((b = content.read()) >= 0) {
        largeObjects.list((byte) b);
      }
      largeObjects.endOfList();
    }

    private void rows(TarMember member, RawEntry entry) throws IOException {
      CopyDataScanner scanner = new CopyDataScanner();
      byte[] buffer = new byte[PeekInput.CAPACITY];
      int n;
      while ((n = member.read(buffer, 0, buffer.length)) >= 0) {
        scanner.accept(buffer, 0, n);
      }
      if (!scanner.isComplete()) {
        throw Failures.io(
            messages.corrupt(
                "the rows of " + entry.display() + " do not end as pg_dump ends them"));
      }
      entry.rows = scanner.rows();
    }
  }
}
