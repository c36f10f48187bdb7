package dev.restorebot.engine.disaster;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.TocEntry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists what restoring a backup needs of a role that is no superuser.
 *
 * @param extensions the extensions that it creates
 * @param owners the roles that own what it creates
 * @param guests what does not belong to the owner of its schema
 * @param administrators the objects that only a superuser may create
 * @param tablespaces the tablespaces that something in it is in
 * @param ofServer whether the file may change databases and roles of the server: a plain SQL file
 *     that creates a database or connects to one
 */
public record BackupDemands(
    List<String> extensions,
    List<String> owners,
    List<Guest> guests,
    List<String> administrators,
    List<String> tablespaces,
    boolean ofServer) {
  /** Nothing is known. */
  public static final BackupDemands NONE =
      new BackupDemands(List.of(), List.of(), List.of(), List.of(), List.of(), false);

  /** pg_dump's words for what PostgreSQL lets only superusers create. */
  private static final Set<String> OF_SUPERUSERS =
      Set.of(
          "ACCESS METHOD",
          "EVENT TRIGGER",
          "FOREIGN DATA WRAPPER",
          "OPERATOR CLASS",
          "OPERATOR FAMILY",
          "TEXT SEARCH PARSER",
          "TEXT SEARCH TEMPLATE");

  /** Those that get an owner by themselves. */
  private static final Set<String> OWNED =
      Set.of(
          "AGGREGATE",
          "DOMAIN",
          "FOREIGN TABLE",
          "FUNCTION",
          "MATERIALIZED VIEW",
          "PROCEDURE",
          "SEQUENCE",
          "TABLE",
          "TYPE",
          "VIEW");

  public BackupDemands {
    extensions = List.copyOf(extensions);
    owners = List.copyOf(owners);
    guests = List.copyOf(guests);
    administrators = List.copyOf(administrators);
    // Earlier versions stored none.
    tablespaces = tablespaces == null ? List.of() : List.copyOf(tablespaces);
  }

  /**
   * An object in the schema of somebody else. Its owner needs the right to create objects there
   * when it is restored, which the backup grants only afterwards.
   *
   * @param object such as {@code TABLE public.audit}
   * @param owner its owner
   * @param host the schema's owner; empty for the schema public, if the backup does not create it
   */
  public record Guest(String object, String owner, String host) {}

  private static List<Guest> guests(BackupArchive archive) {
    Map<String, String> hosts = new HashMap<>();
    archive.entries().stream()
        .filter(entry -> entry.kind().equals("SCHEMA"))
        .forEach(entry -> hosts.put(entry.name(), entry.owner()));
    Map<String, Guest> found = new LinkedHashMap<>();
    for (TocEntry entry : archive.entries()) {
      String host = hosts.getOrDefault(entry.schema(), "");
      boolean own = entry.schema().isEmpty() || entry.owner().isEmpty();
      if (!own && OWNED.contains(entry.kind()) && !entry.owner().equals(host)) {
        found.putIfAbsent(
            entry.owner() + " in " + entry.schema(),
            new Guest(entry.display(), entry.owner(), host));
      }
    }
    return List.copyOf(found.values());
  }

  static BackupDemands of(BackupArchive archive) {
    return new BackupDemands(
        archive.entries().stream()
            .filter(entry -> entry.kind().equals("EXTENSION"))
            .map(TocEntry::name)
            .distinct()
            .sorted()
            .toList(),
        archive.entries().stream()
            .filter(entry -> !entry.kind().equals("DATABASE"))
            .map(TocEntry::owner)
            .filter(owner -> !owner.isEmpty())
            .distinct()
            .sorted()
            .toList(),
        guests(archive),
        archive.entries().stream()
            .filter(entry -> OF_SUPERUSERS.contains(entry.kind()))
            .map(TocEntry::display)
            .distinct()
            .toList(),
        archive.entries().stream()
            .filter(entry -> !entry.kind().equals("DATABASE"))
            .map(TocEntry::tablespace)
            .filter(tablespace -> !tablespace.isEmpty())
            .distinct()
            .sorted()
            .toList(),
        archive.format() == ArchiveFormat.PLAIN
            && (archive.section().isPresent() || archive.header().database().isPresent()));
  }
}
