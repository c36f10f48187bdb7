package dev.restorebot.engine.archive;

import java.util.List;
import java.util.Optional;

/**
 * The contents of a dump, as read.
 *
 * @param format its format
 * @param header what it says about itself
 * @param entries its table of contents; empty where it was not read to its end
 * @param sql what its statements create, for plain SQL that was read to its end
 * @param roles the roles that it names and does not contain, as far as it was read
 */
public record Contents(
    ArchiveFormat format,
    ArchiveHeader header,
    List<TocEntry> entries,
    Optional<SqlSummary> sql,
    List<NamedRole> roles) {
  /** Returns what a dump says before its data: no more than its format and its header. */
  public static Contents ofHead(ArchiveFormat format, ArchiveHeader header) {
    return new Contents(format, header, List.of(), Optional.empty(), List.of());
  }
}
