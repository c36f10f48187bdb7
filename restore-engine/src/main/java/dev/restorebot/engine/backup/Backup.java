package dev.restorebot.engine.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A backup that may be restored, as its place lists it; nothing of its content is known.
 *
 * @param name what it is called and asked for by: its path below its source's root, with {@code /}
 * @param file where it is: a file, or the folder of a directory-format dump
 * @param sizeBytes its size; of a folder, of all files in it
 * @param takenAt when it was taken: from its name when that says so, otherwise when it was written
 * @param app what was backed up, when its name says so
 * @param generation which generation it is, when its name says so
 * @param looksEncrypted whether it begins as {@code openssl enc} begins files
 */
public record Backup(
    String name,
    Path file,
    long sizeBytes,
    Instant takenAt,
    Optional<String> app,
    Optional<String> generation,
    boolean looksEncrypted) {

  /** The last part of the name. */
  public String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /**
   * The name as it may be shown: a name is whatever somebody called a file, so characters that
   * control a terminal, hide, or turn the direction of text are shown as <code>&#92;u202e</code>.
   */
  public String displayName() {
    return Visible.of(name);
  }

  Backup called(String other) {
    return new Backup(other, file, sizeBytes, takenAt, app, generation, looksEncrypted);
  }
}
