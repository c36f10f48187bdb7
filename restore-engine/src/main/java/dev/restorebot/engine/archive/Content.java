package dev.restorebot.engine.archive;

/** The kinds of content that the first bytes of a stream identify. */
public enum Content {
  /** No byte at all. */
  EMPTY,
  /** pg_dump's own formats start with {@code PGDMP}. */
  PGDMP,
  /** A tar; whether pg_dump wrote it shows in its first member. */
  TAR,
  /** A tar of a folder that {@code pg_dump -Fd} made. */
  TAR_OF_DIRECTORY,
  /** SQL text. */
  SQL,
  OPENSSL,
  /** age's format, version 1, binary or armored. */
  AGE,
  /** A message of OpenPGP (RFC 9580) that is encrypted, binary or armored. */
  OPENPGP,
  GZIP,
  ZSTD,
  XZ,
  BZIP2,
  /** LZ4 frames, not the legacy format. */
  LZ4,
  ZIP,
  /** A tar that pg_dump did not write. */
  TAR_OF_FILE,

  /** SQL of another database system. */
  FOREIGN_SQL,
  /** OpenSSL's output in base64. */
  OPENSSL_BASE64,
  /** A dump of pg_dump's own format, or something compressed, in base64. */
  BASE64,
  /** Text in UTF-16, with or without a byte order mark, as PowerShell's {@code >} writes it. */
  UTF16,
  /** A web page or the XML of a storage service, most likely an error message. */
  WEB_PAGE,
  /** Packed or encrypted by a tool that is not supported. */
  OTHER_TOOL,
  /** Text, but not SQL. */
  TEXT,
  /** None of these. */
  UNKNOWN;

  /** Returns whether it is a dump that can be restored. */
  public boolean isDump() {
    return this == PGDMP || this == TAR || this == TAR_OF_DIRECTORY || this == SQL;
  }

  /** Returns whether it is encrypted in a way that can be decrypted. */
  public boolean isEncrypted() {
    return this == OPENSSL || this == AGE || this == OPENPGP;
  }

  /** Returns whether it is something around a dump. */
  public boolean isWrapper() {
    return switch (this) {
      case OPENSSL, AGE, OPENPGP, GZIP, ZSTD, XZ, BZIP2, LZ4, ZIP, TAR_OF_FILE -> true;
      default -> false;
    };
  }
}
