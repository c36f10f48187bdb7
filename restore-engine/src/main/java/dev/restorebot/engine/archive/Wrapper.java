package dev.restorebot.engine.archive;

import java.util.Locale;

/** A layer around a dump that must be removed before the dump can be restored. */
public enum Wrapper {
  /** {@code openssl enc -aes-256-cbc -salt -pbkdf2}: the file starts with {@code Salted__}. */
  OPENSSL,
  /** age's format, version 1, decrypted by the program {@code age}. */
  AGE,
  /** OpenPGP, decrypted by the program {@code gpg}. */
  OPENPGP,
  /** RFC 1952, several members allowed. */
  GZIP,
  /** RFC 8878. */
  ZSTD,
  /** The .xz file format, several streams allowed. */
  XZ,
  /** bzip2, several streams allowed. */
  BZIP2,
  /** LZ4 frames. */
  LZ4,
  /** A zip with one file in it. */
  ZIP,
  /** A tar of one file or of a directory backup, with the folders that it lies in. */
  TAR;

  /** Returns whether it is encryption. */
  public boolean isEncryption() {
    return this == OPENSSL || this == AGE || this == OPENPGP;
  }

  /** The name in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
