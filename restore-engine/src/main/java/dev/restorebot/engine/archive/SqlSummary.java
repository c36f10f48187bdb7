package dev.restorebot.engine.archive;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The number of things that the statements of a plain SQL file create and commit, counted while
 * reading it whole. What a script rolls back, or leaves in a transaction that it never commits, is
 * not counted; temporary tables, roles, extensions and databases are not either.
 *
 * @param tables {@code CREATE TABLE} statements
 * @param objects {@code CREATE} statements, those of tables included
 * @param rows rows of {@code COPY … FROM stdin}, and {@code INSERT} statements (each at least one
 *     row)
 * @param statements all statements, those included that count as nothing else
 * @param undoneAt line of the last {@code ROLLBACK} that undid some of these
 * @param foreign what of it only psql loads, since pg_dump does not write it or its encoding is not
 *     known, such as {@code the psql command in line 7}; empty where there is nothing
 * @param changes the statements besides pg_dump's COPY that change rows
 */
public record SqlSummary(
    long tables,
    long objects,
    long rows,
    long statements,
    OptionalLong undoneAt,
    Optional<String> foreign,
    RowChanges changes) {

  /**
   * The first statements, besides the COPY that pg_dump's comment announces, after which a table
   * may have another number of rows. Those of functions that the script calls are not seen.
   *
   * @param adds what may add rows, such as {@code the INSERT in line 7}
   * @param removes what may remove rows
   */
  public record RowChanges(Optional<String> adds, Optional<String> removes) {
    /** There are no such statements. */
    public static final RowChanges NONE = new RowChanges(Optional.empty(), Optional.empty());

    /** Returns these, and of what there is none here, those of later statements. */
    public RowChanges then(RowChanges later) {
      return new RowChanges(adds.or(later::adds), removes.or(later::removes));
    }
  }
}
