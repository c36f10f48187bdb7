package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.sandbox.WantedExtension;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a backup asks of the server that it is restored into. Pure. */
final class SandboxRequirements {
  private static final Pattern MAJOR = Pattern.compile("^(\\d+)");

  private static final Pattern WITH_SCHEMA =
      Pattern.compile(" WITH SCHEMA (\"(?:[^\"]|\"\")+\"|[^\" ;]+)");

  private SandboxRequirements() {}

  /**
   * The PostgreSQL major to restore into: the dumped server's, but never older than what can read
   * the archive (source: {@code K_VERS_*} in PostgreSQL's {@code pg_backup_archiver.h}).
   */
  static OptionalInt serverMajor(BackupArchive archive) {
    ArchiveHeader header = archive.header();
    int server = header.serverVersion().map(SandboxRequirements::major).orElse(0);
    int reader =
        switch (header.archiveVersion().orElse("")) {
          case "1.16" -> 17;
          case "1.15" -> 16;
          case "1.14" -> 12;
          default -> 0;
        };
    int wanted = Math.max(server, reader);
    return wanted == 0 ? OptionalInt.empty() : OptionalInt.of(wanted);
  }

  static Optional<DatabaseLocale> locale(ArchiveHeader header) {
    return header
        .encoding()
        .map(
            encoding ->
                new DatabaseLocale(
                    DumpEncoding.ofDatabase(encoding),
                    header.collate().orElse(""),
                    header.ctype().orElse("")));
  }

  static List<WantedExtension> extensions(BackupArchive archive) {
    return archive.entries().stream()
        .filter(entry -> entry.kind().equals("EXTENSION"))
        .map(entry -> extension(entry.name(), entry.definition()))
        .toList();
  }

  /** An extension as the statement that creates it wants it. */
  static WantedExtension extension(String name, String statement) {
    Matcher with = WITH_SCHEMA.matcher(statement);
    String schema = with.find() ? with.group(1) : "";
    return new WantedExtension(
        name,
        schema.startsWith("\"")
            ? schema.substring(1, schema.length() - 1).replace("\"\"", "\"")
            : schema);
  }

  private static int major(String version) {
    Matcher digits = MAJOR.matcher(version);
    return digits.find() ? Integer.parseInt(digits.group(1)) : 0;
  }
}
