package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.TocEntry;
import java.util.List;
import java.util.OptionalLong;

/** A {@link TocEntry} while it is read, with what only the reading itself needs. */
final class RawEntry {
  /** The archive's statement about the place of an entry's data ({@code K_OFFSET_…}). */
  enum Offset {
    NOT_SET,
    SET,
    NO_DATA,
    /** Tar and directory archives name a file instead. */
    IN_FILE
  }

  int dumpId;
  boolean hasData;
  String kind = "";
  String name = "";
  int section;
  String definition = "";
  boolean isCopy;

  /** The following texts and numbers are read only where the archive is going to be loaded. */
  String dropStatement = "";

  String copyStatement = "";
  String accessMethod = "";
  boolean isPartitioned;
  List<Integer> dependencies = List.of();
  String schema = "";
  String owner = "";
  String tablespace = "";
  Offset offsetState = Offset.NO_DATA;
  long offset;
  String fileName = "";

  /** Known once the data was seen, or its place. */
  OptionalLong dataBytes = OptionalLong.empty();

  OptionalLong rows = OptionalLong.empty();

  TocEntry toEntry() {
    return new TocEntry(dumpId, kind, schema, name, owner, tablespace, definition, dataBytes, rows);
  }

  /** Returns whether this is the other one, read again, which may say besides where its data is. */
  boolean isCopyOf(RawEntry other) {
    return dumpId == other.dumpId
        && kind.equals(other.kind)
        && schema.equals(other.schema)
        && name.equals(other.name)
        && owner.equals(other.owner)
        && definition.equals(other.definition)
        && hasData == other.hasData
        && section == other.section
        && isCopy == other.isCopy
        && (offsetState == other.offsetState
            || (offsetState == Offset.SET && offset == other.offset));
  }

  /** Of the texts that are kept. */
  int characters() {
    return kind.length()
        + name.length()
        + definition.length()
        + schema.length()
        + owner.length()
        + fileName.length();
  }

  /** With everything that loading it needs. */
  RestoreEntry toRestore() {
    return new RestoreEntry(
        dumpId,
        kind,
        schema,
        name,
        owner,
        section,
        definition,
        dropStatement,
        copyStatement,
        accessMethod,
        isPartitioned,
        hasData,
        dependencies);
  }

  /** For messages. */
  String display() {
    return ArchiveMessages.object(kind, schema, name);
  }
}
