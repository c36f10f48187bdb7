package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.NamedRoles;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.TocBudget;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Walks the data blocks of a custom archive (PostgreSQL's pg_backup_custom.c): a type, the entry's
 * number, chunks of a length and as many bytes, ended by the length zero. Large objects have their
 * OID before their chunks, and end with the OID zero.
 */
final class DataBlocks {
  private static final int BLK_DATA = 1;
  private static final int BLK_BLOBS = 3;
  private static final int HEADER_AND_END = 11;

  /** A table of contents begins with the number of its entries, which begins with its sign. */
  private static final int SIGN_OF_A_COUNT = 0;

  private final DumpInput in;
  private final Toc toc;
  private final ArchiveMessages messages;

  DataBlocks(PeekInput in, Toc toc, ArchiveMessages messages) {
    this.in = new DumpInput(in, messages);
    this.toc = toc;
    this.messages = messages;
  }

  /**
   * Walks all blocks to the end of the archive.
   *
   * @param limit position at which to give up
   * @return whether the end was reached: then every entry's data is there
   */
  boolean walk(long limit) throws IOException {
    Map<Integer, RawEntry> expected = new HashMap<>();
    for (RawEntry entry : toc.entries()) {
      if (entry.hasData) {
        expected.put(entry.dumpId, entry);
      }
    }
    Set<Integer> seen = new HashSet<>();
    while (!in.atEnd()) {
      if (seen.size() == expected.size() && in.nextIs(SIGN_OF_A_COUNT)) {
        passCopyOfToc();
      } else if (seen.size() == expected.size() && !in.nextIs(BLK_DATA) && !in.nextIs(BLK_BLOBS)) {
        throw in.damaged("something else follows after its last data");
      } else if (!walkBlock(expected, seen, limit)) {
        return false;
      }
    }
    for (RawEntry entry : toc.entries()) {
      if (entry.hasData && !seen.contains(entry.dumpId)) {
        throw Failures.io(messages.truncated("before the data of " + entry.display()));
      }
    }
    return true;
  }

  /**
   * Passes over the copy of the table of contents that pg_dump 17 appends when its standard output
   * is a file ({@code pg_dump -Fc > FILE}, seen with 17.12): there it does not overwrite the first
   * one, which has no offsets. pg_restore uses the first one and never sees the copy.
   */
  private void passCopyOfToc() throws IOException {
    List<RawEntry> copy;
    try {
      copy =
          new EntryReader(
                  in, new TocBudget(messages), new NamedRoles(), toc.encoding(), toc.keepsSql())
              .readAll();
    } catch (EOFException e) {
      throw Failures.io(messages.truncated("in the middle of the copy of its table of contents"));
    }
    boolean same = copy.size() == toc.entries().size();
    for (int i = 0; same && i < copy.size(); i++) {
      same = copy.get(i).isCopyOf(toc.entries().get(i));
    }
    if (!same || !in.atEnd()) {
      throw in.damaged("something else follows after its last data");
    }
  }

  /** Walks the one block that must lie here and be the archive's last. */
  void walkLast(RawEntry entry) throws IOException {
    walkBlock(Map.of(entry.dumpId, entry), new HashSet<>(), Long.MAX_VALUE);
    if (!in.atEnd()) {
      throw in.damaged("something else follows after its last data, that of " + entry.display());
    }
  }

  private boolean walkBlock(Map<Integer, RawEntry> expected, Set<Integer> seen, long limit)
      throws IOException {
    long start = in.position();
    RawEntry entry = null;
    try {
      int type = in.readByte();
      entry = expected.get(in.readInt());
      if (entry == null) {
        throw in.damaged("it contains data that its table of contents does not list");
      }
      check(entry, type, start, seen);
      entry.offset = start;
      boolean whole =
          type == BLK_BLOBS ? walkLargeObjects(limit) : walkChunks(scanner(entry), limit);
      if (whole) {
        entry.dataBytes = OptionalLong.of(in.position() - start - HEADER_AND_END);
      }
      return whole;
    } catch (EOFException e) {
      throw Failures.io(
          messages.truncated(
              entry == null
                  ? "between the data of two tables"
                  : "in the middle of the data of " + entry.display()));
    }
  }

  private void check(RawEntry entry, int type, long start, Set<Integer> seen) throws IOException {
    if (type != (entry.kind.equals("BLOBS") ? BLK_BLOBS : BLK_DATA)) {
      throw in.damaged("the data of " + entry.display() + " is of the wrong type");
    }
    if (!seen.add(entry.dumpId)) {
      throw in.damaged("the data of " + entry.display() + " is in it twice");
    }
    if (entry.offsetState == RawEntry.Offset.SET && entry.offset != start) {
      throw in.damaged(
          "the data of " + entry.display() + " is not where its table of contents says");
    }
  }

  /** Rows in clear text can be looked at; compressed ones are pg_restore's to check. */
  private BlockData scanner(RawEntry entry) {
    return !toc.compressed() && entry.isCopy ? new BlockData(entry, new CopyDataScanner()) : null;
  }

  private boolean walkLargeObjects(long limit) throws IOException {
    while (in.readOid() != 0) {
      if (!walkChunks(null, limit)) {
        return false;
      }
    }
    return true;
  }

  private boolean walkChunks(BlockData data, long limit) throws IOException {
    while (true) {
      int length = in.readInt();
      if (length == 0) {
        if (data != null) {
          data.finish(in);
        }
        return true;
      }
      if (length < 0) {
        throw in.damaged("a piece of its data has a negative length");
      }
      if (in.position() + length > limit) {
        return false;
      }
      if (data == null) {
        in.skip(length);
      } else {
        in.transfer(length, data.scanner());
      }
    }
  }

  private record BlockData(RawEntry entry, CopyDataScanner scanner) {
    void finish(DumpInput in) throws IOException {
      if (!scanner.isComplete()) {
        throw in.damaged("the rows of " + entry.display() + " do not end as pg_dump ends them");
      }
      entry.rows = scanner.rows();
    }
  }
}
