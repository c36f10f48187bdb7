package dev.restorebot.engine.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * An archive of the files that an application keeps beside its database; its content has not been
 * read.
 *
 * @param name its path below its source's root, with {@code /}
 * @param file where it is
 * @param sizeBytes its size as stored
 * @param takenAt when it was made: from its name when that says so, otherwise when it was written
 * @param app whose files they are, when its name says so
 */
public record UploadsArchive(
    String name, Path file, long sizeBytes, Instant takenAt, Optional<String> app) {

  /** The last part of the name, fit to be shown. */
  public String displayName() {
    return VisibleText.of(name.substring(name.lastIndexOf('/') + 1));
  }
}
