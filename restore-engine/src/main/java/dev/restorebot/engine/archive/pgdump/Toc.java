package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.TocEntry;
import java.util.List;

/**
 * Header and table of contents of one of pg_dump's archives.
 *
 * @param layout which of the formats it is
 * @param encoding how its numbers are written, to read its copy at the end
 * @param compressed whether the data blocks are
 * @param keepsSql whether the entries have everything that loading them needs
 * @param roles the roles that the entries name
 * @param end position right after it, where the data starts in custom format
 */
record Toc(
    Layout layout,
    EntryReader.Encoding encoding,
    ArchiveHeader header,
    boolean compressed,
    List<RawEntry> entries,
    boolean keepsSql,
    List<NamedRole> roles,
    long end) {
  /** The format's number in the header ({@code ArchiveFormat} in PostgreSQL's pg_backup.h). */
  enum Layout {
    CUSTOM,
    /** Also what a directory's {@code toc.dat} says. */
    TAR,
    DIRECTORY
  }

  List<TocEntry> toEntries() {
    return entries.stream().map(RawEntry::toEntry).toList();
  }
}
