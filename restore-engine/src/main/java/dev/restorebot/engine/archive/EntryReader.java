package dev.restorebot.engine.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the entries of the table of contents (ReadToc in PostgreSQL's pg_backup_archiver.c, and
 * _ReadExtraToc of each format).
 */
final class EntryReader {
  /** Far more than any database has; pg_restore allocates by the largest id. */
  private static final int MAX_ENTRIES = 5_000_000;

  private static final int MAX_ID = 200_000_000;
  private static final int MAX_FILE_NAME = 200;
  private static final int OFFSET_NOT_SET = 1;
  private static final int OFFSET_SET = 2;
  private static final int OFFSET_NO_DATA = 3;

  private final DumpInput in;
  private final ArchiveVersion version;
  private final boolean custom;
  private final int offsetSize;

  EntryReader(DumpInput in, ArchiveVersion version, boolean custom, int offsetSize) {
    this.in = in;
    this.version = version;
    this.custom = custom;
    this.offsetSize = offsetSize;
  }

  List<RawEntry> readAll() throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MAX_ENTRIES) {
      throw in.damaged(
          "its table of contents announces the impossible number of " + count + " entries");
    }
    List<RawEntry> entries = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < count; i++) {
      RawEntry entry = readEntry();
      EntryRules.check(entry, custom, in);
      if (!ids.add(entry.dumpId)) {
        throw in.damaged("two entries of its table of contents have the number " + entry.dumpId);
      }
      entries.add(entry);
    }
    return List.copyOf(entries);
  }

  private RawEntry readEntry() throws IOException {
    RawEntry entry = new RawEntry();
    entry.dumpId = id(in.readInt());
    entry.hasData = flag(in.readInt());
    catalogNumber(required());
    catalogNumber(required());
    entry.name = required();
    entry.kind = required();
    entry.section = in.readInt();
    entry.definition = text();
    in.readText(); // DROP statement
    entry.isCopy = !text().isEmpty();
    entry.schema = text();
    in.readText(); // tablespace
    if (version.hasTableAccessMethod()) {
      in.readText();
    }
    if (version.hasRelationKind()) {
      relationKind(in.readInt());
    }
    entry.owner = text();
    withOids(required());
    entry.dependencies = dependencies();
    if (custom) {
      readOffset(entry);
    } else {
      readFileName(entry);
    }
    return entry;
  }

  private void readOffset(RawEntry entry) throws IOException {
    entry.offsetState =
        switch (in.readByte()) {
          case OFFSET_NOT_SET -> RawEntry.Offset.NOT_SET;
          case OFFSET_SET -> RawEntry.Offset.SET;
          case OFFSET_NO_DATA -> RawEntry.Offset.NO_DATA;
          default -> throw in.damaged("an entry of its table of contents is not valid");
        };
    long offset = 0;
    for (int i = 0; i < offsetSize; i++) {
      offset |= (long) in.readByte() << (i * Byte.SIZE);
    }
    entry.offset = offset;
  }

  private void readFileName(RawEntry entry) throws IOException {
    entry.offsetState = RawEntry.Offset.IN_FILE;
    entry.fileName = text();
    String name = entry.fileName;
    boolean escapes = name.contains("/") || name.contains("\\") || name.startsWith(".");
    if (escapes || name.length() > MAX_FILE_NAME) {
      throw in.damaged("its table of contents names a file outside of the backup");
    }
  }

  private List<Integer> dependencies() throws IOException {
    List<Integer> ids = new ArrayList<>();
    while (true) {
      Optional<String> text = in.readText();
      if (text.isEmpty()) {
        return List.copyOf(ids);
      }
      ids.add(id(number(text.get())));
    }
  }

  private int id(long id) throws IOException {
    if (id <= 0 || id > MAX_ID) {
      throw in.damaged("its table of contents has the impossible entry number " + id);
    }
    return (int) id;
  }

  private boolean flag(int value) throws IOException {
    if (value != 0 && value != 1) {
      throw in.damaged("an entry of its table of contents is not valid");
    }
    return value == 1;
  }

  private void relationKind(int value) throws IOException {
    if (value < 0 || value > Byte.MAX_VALUE) {
      throw in.damaged("an entry of its table of contents is not valid");
    }
  }

  private void withOids(String value) throws IOException {
    if (!value.equals("true") && !value.equals("false")) {
      throw in.damaged("an entry of its table of contents is not valid");
    }
  }

  private void catalogNumber(String text) throws IOException {
    if (number(text) > 0xffff_ffffL) {
      throw in.damaged("an entry of its table of contents is not valid");
    }
  }

  private long number(String text) throws IOException {
    boolean digits = !text.isEmpty() && text.length() <= 10;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits) {
      throw in.damaged("a number in its table of contents is not valid");
    }
    return Long.parseLong(text);
  }

  private String required() throws IOException {
    return in.readText()
        .orElseThrow(() -> in.damaged("an entry of its table of contents lacks its name or kind"));
  }

  private String text() throws IOException {
    return in.readText().orElse("");
  }
}
