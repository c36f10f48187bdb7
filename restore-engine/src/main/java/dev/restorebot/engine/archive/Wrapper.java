package dev.restorebot.engine.archive;

import java.util.Locale;

/** Something around a dump that has to be taken off before it can be restored. */
public enum Wrapper {
  /** {@code openssl enc -aes-256-cbc -salt -pbkdf2}: the file starts with {@code Salted__}. */
  OPENSSL,
  /** RFC 1952, several members allowed. */
  GZIP,
  /** RFC 8878. */
  ZSTD;

  /** The name in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
