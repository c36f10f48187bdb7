package dev.restorebot.engine.archive;

/** The kinds of content that the first bytes of a stream identify. */
public enum Content {
  /** No byte at all. */
  EMPTY,
  /** pg_dump's own formats start with {@code PGDMP}. */
  PGDMP,
  /** A tar; whether pg_dump wrote it shows in its first member. */
  TAR,
  /** SQL text. */
  SQL,
  OPENSSL,
  GZIP,
  ZSTD,

  /** SQL of another database system. */
  FOREIGN_SQL,
  /** OpenSSL's output in base64. */
  OPENSSL_BASE64,
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

  /** Whether it is a dump that can be restored. */
  public boolean isDump() {
    return this == PGDMP || this == TAR || this == SQL;
  }

  /** Whether it is something around a dump. */
  public boolean isWrapper() {
    return this == OPENSSL || this == GZIP || this == ZSTD;
  }
}
