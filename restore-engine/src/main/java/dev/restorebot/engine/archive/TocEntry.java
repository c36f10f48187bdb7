package dev.restorebot.engine.archive;

import java.util.OptionalLong;

/**
 * One entry of an archive's table of contents.
 *
 * @param dumpId the entry's number in the archive; the position for plain SQL
 * @param kind pg_dump's description: {@code TABLE}, {@code TABLE DATA}, {@code INDEX}, …
 * @param schema the schema, empty where the object has none
 * @param name pg_dump's tag, such as {@code users} or, for what hangs on a table, {@code users
 *     users_pkey}
 * @param owner the owning role, empty where there is none
 * @param tablespace the tablespace that it is in, empty for the database's own
 * @param definition the SQL that makes an index or an extension, in plain SQL its first line; empty
 *     for other kinds
 * @param dataBytes bytes of the entry's data in the archive (compressed as they lie there), where
 *     the entry has data and the archive tells
 * @param rows rows of the entry's data, where they could be counted (plain SQL)
 */
public record TocEntry(
    int dumpId,
    String kind,
    String schema,
    String name,
    String owner,
    String tablespace,
    String definition,
    OptionalLong dataBytes,
    OptionalLong rows) {
  /**
   * The kind of an entry that is no object: a setting in a plain dump, {@code row_security}, that
   * is on. pg_dump writes it with {@code --enable-row-security} and then dumps only the rows that
   * its role may see.
   */
  public static final String SETTING = "SETTING";

  /** The object as people write it: {@code TABLE public.users}. */
  public String display() {
    return kind + " " + (schema.isEmpty() ? name : schema + "." + name);
  }
}
