package dev.restorebot.engine.archive;

import java.util.Locale;

/** The format in which pg_dump wrote a backup, once everything around it is taken off. */
public enum ArchiveFormat {
  /** {@code pg_dump -Fc}. */
  CUSTOM,
  /** {@code pg_dump -Ft}. */
  TAR,
  /** {@code pg_dump -Fd}: a folder with a {@code toc.dat}. */
  DIRECTORY,
  /** {@code pg_dump -Fp}: SQL for psql. */
  PLAIN;

  /** The name in reports and in the JSON output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
