package dev.restorebot.engine.archive;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A backup file that was inspected: its format, its wrappers and its contents.
 *
 * @param file its path
 * @param sizeBytes its size as stored (for a folder, of all its files)
 * @param wrappers the layers around the dump, outermost first
 * @param format the dump's own format
 * @param header what it says about itself
 * @param entries its table of contents, in the archive's order
 * @param sql what its statements create, for plain SQL that was read to its end
 * @param roles the roles that it names and does not contain, by name
 * @param section the database that this is about, of a file that holds several
 * @param sha256 SHA-256 of the file as stored, in lower-case hex, when it was read whole
 * @param readWhole whether every byte was read and found in order, or only as much as {@code
 *     inspect} needs
 */
public record BackupArchive(
    Path file,
    long sizeBytes,
    List<Wrapper> wrappers,
    ArchiveFormat format,
    ArchiveHeader header,
    List<TocEntry> entries,
    Optional<SqlSummary> sql,
    List<NamedRole> roles,
    Optional<String> section,
    Optional<String> sha256,
    boolean readWhole) {
  public BackupArchive {
    wrappers = List.copyOf(wrappers);
    entries = List.copyOf(entries);
    roles = List.copyOf(roles);
  }

  /** Returns whether the file is encrypted. */
  public boolean encrypted() {
    return wrappers.stream().anyMatch(Wrapper::isEncryption);
  }
}
