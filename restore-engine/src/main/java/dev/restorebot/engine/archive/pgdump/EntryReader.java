package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveVersion;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.NamedRoles;
import dev.restorebot.engine.archive.TableTag;
import dev.restorebot.engine.archive.TocBudget;
import dev.restorebot.engine.diagnose.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the entries of the table of contents (ReadToc in PostgreSQL's pg_backup_archiver.c, and
 * _ReadExtraToc of each format).
 *
 * <p>What only loading needs, such as dependencies and most of the SQL, is kept only where the
 * archive is going to be loaded here.
 */
final class EntryReader {
  /** Far more than any database has. */
  private static final int MAX_ENTRIES = 5_000_000;

  /** pg_restore allocates 12 bytes for each number up to the largest. */
  private static final int MAX_ID = 20_000_000;

  /** Kinds whose SQL says something that is needed. */
  private static final Set<String> WITH_DEFINITION =
      Set.of("INDEX", "DATABASE", "ENCODING", "EXTENSION");

  /** Kinds whose SQL may name roles; it is read and not kept. */
  private static final Set<String> WITH_ROLES =
      Set.of("ACL", "DEFAULT ACL", "POLICY", "USER MAPPING", "SCHEMA");

  /** {@code RELKIND_PARTITIONED_TABLE} in PostgreSQL's pg_class.h. */
  private static final int PARTITIONED = 'p';

  private static final int MAX_FILE_NAME = 200;
  private static final int OFFSET_NOT_SET = 1;
  private static final int OFFSET_SET = 2;
  private static final int OFFSET_NO_DATA = 3;

  private final DumpInput in;
  private final Encoding encoding;
  private final TocBudget budget;
  private final NamedRoles roles;
  private final boolean keepsSql;
  private final Map<String, String> same = new HashMap<>();

  /**
   * The encoding of an archive's entries: its version, whether data has offsets, and their bytes.
   */
  record Encoding(ArchiveVersion version, boolean custom, int offsetSize) {}

  /**
   * Reads entries.
   *
   * @param keepsSql whether to keep everything that loading them needs
   */
  EntryReader(
      DumpInput in, TocBudget budget, NamedRoles roles, Encoding encoding, boolean keepsSql) {
    this.keepsSql = keepsSql;
    this.in = in;
    this.budget = budget;
    this.roles = roles;
    this.encoding = encoding;
  }

  List<RawEntry> readAll() throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MAX_ENTRIES) {
      throw in.damaged(
          "its table of contents claims the impossible number of " + count + " entries");
    }
    List<RawEntry> entries = new ArrayList<>();
    BitSet ids = new BitSet();
    for (int i = 0; i < count; i++) {
      RawEntry entry = readEntry();
      EntryRules.check(entry, encoding.custom(), in);
      if (ids.get(entry.dumpId)) {
        throw in.damaged("two entries of its table of contents have the number " + entry.dumpId);
      }
      ids.set(entry.dumpId);
      Optional<Problem> tooMany = budget.spend(entry.characters());
      if (tooMany.isPresent()) {
        throw Failures.io(tooMany.get());
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
    entry.kind = once(required());
    entry.section = in.readInt();
    readSql(entry);
    entry.schema = once(text());
    entry.tablespace = once(text());
    if (encoding.version().hasTableAccessMethod()) {
      entry.accessMethod = once(text());
    }
    if (encoding.version().hasRelationKind()) {
      entry.isPartitioned = relationKind(in.readInt()) == PARTITIONED;
    }
    entry.owner = once(text());
    roles.owner(entry.owner);
    withOids(required());
    entry.dependencies = dependencies();
    if (encoding.custom()) {
      readOffset(entry);
    } else {
      readFileName(entry);
    }
    return entry;
  }

  private void readSql(RawEntry entry) throws IOException {
    if (keepsSql) {
      entry.definition = in.readLongText();
      entry.dropStatement = in.readLongText();
      entry.copyStatement = in.readLongText();
      entry.isCopy = !entry.copyStatement.isEmpty();
      decodeAsSaid(entry);
      complete(entry, entry.definition);
      return;
    }
    entry.definition = WITH_DEFINITION.contains(entry.kind) ? in.readSql() : "";
    decodeAsSaid(entry);
    if (WITH_ROLES.contains(entry.kind) || TableTag.isOn(entry.kind)) {
      String sql = in.readSql();
      complete(entry, sql);
      if (WITH_ROLES.contains(entry.kind)) {
        roles.sql(sql);
      }
    } else if (!WITH_DEFINITION.contains(entry.kind)) {
      in.skipText();
    }
    in.skipText(); // DROP statement
    entry.isCopy = in.skipText() > 0;
  }

  private static void complete(RawEntry entry, String sql) {
    if (TableTag.isOn(entry.kind)) {
      entry.name = TableTag.complete(entry.name, sql);
    }
  }

  /** pg_dump writes the entry that names the encoding before those whose names need it. */
  private void decodeAsSaid(RawEntry entry) {
    if (entry.kind.equals("ENCODING")) {
      DumpEncoding.setBy(entry.definition)
          .ifPresent(
              said -> {
                in.decodeWith(said, keepsSql);
                roles.encoding(said);
              });
    }
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
    for (int i = 0; i < encoding.offsetSize(); i++) {
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
    for (Optional<String> text = in.readText(); text.isPresent(); text = in.readText()) {
      int id = id(number(text.get()));
      if (keepsSql) {
        ids.add(id);
      }
    }
    return List.copyOf(ids);
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

  private int relationKind(int value) throws IOException {
    if (value < 0 || value > Byte.MAX_VALUE) {
      throw in.damaged("an entry of its table of contents is not valid");
    }
    return value;
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

  /** The same text again takes no more memory. */
  private String once(String text) {
    return same.computeIfAbsent(text, t -> t);
  }

  private String required() throws IOException {
    return in.readText()
        .orElseThrow(() -> in.damaged("an entry of its table of contents lacks its name or kind"));
  }

  private String text() throws IOException {
    return in.readText().orElse("");
  }
}
