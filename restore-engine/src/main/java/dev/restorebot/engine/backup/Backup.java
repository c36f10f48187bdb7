package dev.restorebot.engine.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A backup as its source lists it; its content has not been read.
 *
 * @param name what it is called and asked for by: its path below its source's root, with {@code /}
 * @param file where it is: a file, or the folder of a directory-format dump
 * @param sizeBytes its size; of a folder, of all files in it
 * @param takenAt when it was taken: the older of the time in its name and when it was written
 * @param app what was backed up, when its name says so
 * @param generation which generation it is, when its name says so
 * @param looksEncrypted whether it is encrypted, by its first bytes or by its extension
 * @param copies the same content in other places, each under a name with its place before it
 */
public record Backup(
    String name,
    Path file,
    long sizeBytes,
    Instant takenAt,
    Optional<String> app,
    Optional<String> generation,
    boolean looksEncrypted,
    List<Backup> copies) {

  /** A backup. */
  public Backup {
    copies = List.copyOf(copies);
  }

  /** One that lies in one place. */
  public Backup(
      String name,
      Path file,
      long sizeBytes,
      Instant takenAt,
      Optional<String> app,
      Optional<String> generation,
      boolean looksEncrypted) {
    this(name, file, sizeBytes, takenAt, app, generation, looksEncrypted, List.of());
  }

  /** The last part of the name. */
  public String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /**
   * The name as it may be shown: a name is whatever somebody called a file, so characters that
   * control a terminal, hide, or turn the direction of text are shown as <code>&#92;u202e</code>.
   */
  public String displayName() {
    return VisibleText.of(name);
  }

  /** Returns whether it lies in a remote. */
  public boolean remote() {
    return BackupPlace.inRemote(file).isPresent();
  }

  /** Itself and its copies. */
  public Stream<Backup> everywhere() {
    return Stream.concat(Stream.of(this), copies.stream());
  }

  /** The same, known to begin as encrypted files do or not. */
  public Backup encrypted(boolean looks) {
    return looks == looksEncrypted
        ? this
        : new Backup(name, file, sizeBytes, takenAt, app, generation, looks, copies);
  }

  Backup sized(long bytes) {
    return new Backup(name, file, bytes, takenAt, app, generation, looksEncrypted, copies);
  }

  Backup called(String other) {
    return new Backup(other, file, sizeBytes, takenAt, app, generation, looksEncrypted, copies);
  }

  Backup with(List<Backup> others) {
    return new Backup(name, file, sizeBytes, takenAt, app, generation, looksEncrypted, others);
  }
}
