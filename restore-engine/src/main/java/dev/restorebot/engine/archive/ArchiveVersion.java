package dev.restorebot.engine.archive;

/**
 * Version of pg_dump's archive format ({@code K_VERS_…} in PostgreSQL's pg_backup_archiver.h).
 *
 * <p>PostgreSQL 9.0 to 10 wrote 1.12 and, since their minor releases of 2018, 1.13 like 11; 12 to
 * 15 write 1.14, 16 writes 1.15, 17 and 18 write 1.16.
 */
public record ArchiveVersion(int minor) {
  static final int OLDEST_MINOR = 12;
  static final int NEWEST_MINOR = 16;
  static final String SUPPORTED = "1." + OLDEST_MINOR + " to 1." + NEWEST_MINOR;

  public static boolean isSupported(int major, int minor) {
    return major == 1 && minor >= OLDEST_MINOR && minor <= NEWEST_MINOR;
  }

  /** Entries name their table access method. */
  public boolean hasTableAccessMethod() {
    return minor >= 14;
  }

  /** A byte names the compression; before, a number gave gzip's level. */
  public boolean hasCompressionAlgorithm() {
    return minor >= 15;
  }

  /** Entries tell their relation's kind. */
  public boolean hasRelationKind() {
    return minor >= 16;
  }

  @Override
  public String toString() {
    return "1." + minor;
  }
}
