package dev.restorebot.engine.disaster;

import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.util.List;
import java.util.Optional;

/**
 * Describes the server that a backup was made of, as far as the backup tells.
 *
 * @param version the server's version, such as {@code 15.18}
 * @param locale the database's encoding and locale
 * @param owner the database's owner
 * @param roles the roles that own something in it or have grants, without those that it creates
 * @param demands what restoring it needs of a role that is no superuser
 */
public record DumpedDatabase(
    Optional<String> version,
    Optional<DatabaseLocale> locale,
    Optional<String> owner,
    List<String> roles,
    BackupDemands demands) {
  public DumpedDatabase {
    roles = List.copyOf(roles);
    demands = demands == null ? BackupDemands.NONE : demands; // earlier versions stored none
  }

  static DumpedDatabase of(BackupArchive archive) {
    ArchiveHeader header = archive.header();
    Optional<DatabaseLocale> locale =
        header.encoding().isPresent() && header.collate().isPresent()
            ? Optional.of(
                new DatabaseLocale(
                    header.encoding().get(),
                    header.collate().get(),
                    header.ctype().orElse(header.collate().get())))
            : Optional.empty();
    return new DumpedDatabase(
        header.serverVersion().map(version -> version.split(" ", 2)[0]),
        locale,
        archive.entries().stream()
            .filter(entry -> entry.kind().equals("DATABASE") && !entry.owner().isEmpty())
            .map(TocEntry::owner)
            .findFirst(),
        archive.roles().stream().map(NamedRole::name).toList(),
        BackupDemands.of(archive));
  }
}
