package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.archive.BackupArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;

/** Tells when a backup was made: as it says itself, otherwise when its file was last written. */
final class BackupTime {
  private BackupTime() {}

  static Optional<Instant> of(BackupArchive archive) {
    return archive.header().createdAt().or(() -> written(archive));
  }

  private static Optional<Instant> written(BackupArchive archive) {
    try {
      return Optional.of(Files.getLastModifiedTime(archive.file()).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
