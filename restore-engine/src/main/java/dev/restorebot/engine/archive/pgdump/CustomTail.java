package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.SeekableInput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds truncated custom archives without reading them: the table of contents tells where the last
 * block lies, and that block must end exactly where the file ends.
 */
final class CustomTail {
  /** More than this is not walked: pg_dump's chunks are small, and the look shall be quick. */
  private static final long WALKED = 64L << 20;

  private static final int HEADER_AND_END = 11;
  private static final int ZERO_LENGTH = 5;

  private final SeekableInput file;
  private final Toc toc;
  private final ArchiveMessages messages;

  CustomTail(SeekableInput file, Toc toc, ArchiveMessages messages) {
    this.file = file;
    this.toc = toc;
    this.messages = messages;
  }

  /** Returns whether the table of contents says of every block where it is, and there is one. */
  static boolean isPossible(Toc toc) {
    List<RawEntry> blocks = toc.entries().stream().filter(e -> e.hasData).toList();
    return !blocks.isEmpty() && blocks.stream().allMatch(e -> e.offsetState == RawEntry.Offset.SET);
  }

  /** Checks the tail, and notes the size of every entry's data. */
  void check() throws IOException {
    List<RawEntry> blocks =
        toc.entries().stream()
            .filter(e -> e.hasData)
            .sorted(Comparator.comparingLong(e -> e.offset))
            .toList();
    long size = file.size();
    long at = toc.end();
    String reached = "before the data of " + blocks.get(0).display();
    for (RawEntry entry : blocks) {
      if (entry.offset < 0) {
        throw misplaced(entry);
      }
      if (entry.offset >= size) {
        throw Failures.io(messages.truncated(reached));
      }
      reached = "in the data of " + entry.display();
    }
    for (int i = 0; i < blocks.size(); i++) {
      RawEntry entry = blocks.get(i);
      long end = i + 1 < blocks.size() ? blocks.get(i + 1).offset : size;
      if (i == 0 ? entry.offset != at : (end - entry.offset < HEADER_AND_END && end != size)) {
        throw misplaced(entry);
      }
      entry.dataBytes = OptionalLong.of(Math.max(0, end - entry.offset - HEADER_AND_END));
    }
    checkLast(blocks.get(blocks.size() - 1), size);
  }

  private void checkLast(RawEntry last, long size) throws IOException {
    if (size - last.offset <= WALKED) {
      file.seek(last.offset);
      RawEntry here = new RawEntry();
      here.dumpId = last.dumpId;
      here.kind = last.kind;
      here.schema = last.schema;
      here.name = last.name;
      here.offsetState = RawEntry.Offset.NOT_SET;
      new DataBlocks(new PeekInput(file), toc, messages).walkLast(here);
      return;
    }
    file.seek(size - ZERO_LENGTH);
    for (byte b : file.readNBytes(ZERO_LENGTH)) {
      if (b != 0) {
        throw Failures.io(messages.truncated("in the middle of the data of " + last.display()));
      }
    }
  }

  private IOException misplaced(RawEntry entry) {
    return Failures.io(
        messages.corrupt("the data offset of its entry " + entry.display() + " is not valid"));
  }
}
