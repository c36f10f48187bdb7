package dev.restorebot.engine.backup;

import java.nio.file.Path;
import java.time.Instant;

public record Backup(
    String name, Path file, long sizeBytes, Instant takenAt, boolean looksEncrypted) {
  public String displayName() {
    return name;
  }
}
