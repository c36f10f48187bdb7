package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.text.Sizes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Describes a backup in labelled facts. Pure. */
final class BackupFields {
  private static final int KINDS = 6;

  private BackupFields() {}

  static Card.Builder add(Card.Builder card, BackupArchive archive, Instant now) {
    ArchiveHeader header = archive.header();
    card.field("Size", Sizes.text(archive.sizeBytes()));
    card.field("Format", format(archive));
    header.database().ifPresent(name -> card.field("Database", name));
    header.serverVersion().ifPresent(v -> card.field("From PostgreSQL", v));
    header.dumpVersion().ifPresent(v -> card.field("By pg_dump", v));
    header
        .createdAt()
        .ifPresent(at -> card.field("Made", Humane.time(at) + " (" + Humane.age(at, now) + ")"));
    header
        .encoding()
        .ifPresent(e -> card.field("Encoding", e + header.collate().map(c -> ", " + c).orElse("")));
    archive.sha256().ifPresent(sha -> card.field("SHA-256", sha));
    if (!archive.entries().isEmpty()) {
      card.field("Objects", objects(archive));
    }
    return card;
  }

  private static String format(BackupArchive archive) {
    String around =
        archive.wrappers().stream()
            .map(
                w ->
                    switch (w) {
                      case OPENSSL -> "encrypted (OpenSSL, AES-256-CBC)";
                      case AGE -> "encrypted (age)";
                      case OPENPGP -> "encrypted (OpenPGP)";
                      default -> w.label();
                    })
            .collect(Collectors.joining(", "));
    String inside =
        archive
            .header()
            .archiveVersion()
            .map(v -> "pg_dump " + archive.format().label() + " " + v)
            .orElse(archive.format().label() + " SQL");
    String compression = archive.header().compression().map(c -> ", compression " + c).orElse("");
    return inside + compression + (around.isEmpty() ? "" : ", " + around);
  }

  private static String objects(BackupArchive archive) {
    Map<String, Long> kinds =
        archive.entries().stream()
            .collect(Collectors.groupingBy(TocEntry::kind, TreeMap::new, Collectors.counting()));
    List<String> parts =
        kinds.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(KINDS)
            .map(e -> e.getValue() + " " + e.getKey().toLowerCase(Locale.ROOT))
            .toList();
    String more = kinds.size() > KINDS ? ", …" : "";
    return archive.entries().size() + " (" + String.join(", ", parts) + more + ")";
  }
}
