package dev.restorebot.engine.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * The facts that a backup states about itself. Everything may be missing: plain SQL says little.
 *
 * @param archiveVersion version of pg_dump's archive format, such as {@code 1.14}
 * @param database name of the dumped database
 * @param serverVersion version of the server it was dumped from, such as {@code 15.18 (Debian …)}
 * @param dumpVersion version of the pg_dump that wrote it
 * @param createdAt when pg_dump started. The archive holds the local time of the machine that wrote
 *     it, without its zone; it is read in this machine's zone, as pg_restore does
 * @param compression {@code none}, {@code gzip}, {@code lz4} or {@code zstd}: inside the archive
 * @param encoding the dumped database's encoding, such as {@code UTF8}
 * @param collate its LC_COLLATE, such as {@code en_US.UTF-8}
 * @param ctype its LC_CTYPE
 */
public record ArchiveHeader(
    Optional<String> archiveVersion,
    Optional<String> database,
    Optional<String> serverVersion,
    Optional<String> dumpVersion,
    Optional<Instant> createdAt,
    Optional<String> compression,
    Optional<String> encoding,
    Optional<String> collate,
    Optional<String> ctype) {
  /** Nothing is stated. */
  public static final ArchiveHeader EMPTY =
      new ArchiveHeader(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
