package dev.restorebot.engine.verify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * A table and how many rows it really has.
 *
 * @param schema its schema
 * @param name its name
 * @param rows exact count; of a partitioned table, the sum of its partitions
 * @param partitioning whether it is partitioned, or a partition
 */
public record TableRows(String schema, String name, long rows, @JsonIgnore Kind partitioning) {
  /** The part of a table in partitioning. */
  public enum Kind {
    /** A table of its own. */
    TABLE,
    /** Has no rows of its own: it is the sum of its partitions. */
    PARTITIONED,
    /** A partition with rows; retention may drop it. */
    PARTITION
  }

  /** A table of its own. */
  public TableRows(String schema, String name, long rows) {
    this(schema, name, rows, Kind.TABLE);
  }

  /** Reads one from a report. */
  @JsonCreator
  static TableRows ofReport(
      @JsonProperty("schema") String schema,
      @JsonProperty("name") String name,
      @JsonProperty("rows") long rows,
      @JsonProperty("kind") Optional<String> kind) {
    // Reports that an earlier version stored, and tables of their own, have no kind.
    return new TableRows(
        schema,
        name,
        rows,
        kind == null
            ? Kind.TABLE
            : kind.map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT))).orElse(Kind.TABLE));
  }

  /** The kind in a report, where it is not a table of its own. */
  @JsonProperty("kind")
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  Optional<String> kindInReport() {
    return partitioning == Kind.TABLE
        ? Optional.empty()
        : Optional.of(partitioning.name().toLowerCase(Locale.ROOT));
  }

  /** Returns its name for people, {@code public.users}; no other table has the same. */
  public String qualified() {
    return Identifiers.shown(schema, name);
  }

  /** Returns whether a setting means it, by {@code name} or {@code schema.name}. */
  public boolean isNamed(String setting) {
    return setting.equals(name)
        || setting.equals(schema + "." + name)
        || setting.equals(qualified());
  }

  /** Returns whether it has rows of its own. */
  public boolean holdsRows() {
    return partitioning != Kind.PARTITIONED;
  }

  /** All rows, each counted once. */
  public static long total(Collection<TableRows> tables) {
    return tables.stream().filter(TableRows::holdsRows).mapToLong(TableRows::rows).sum();
  }

  /** The number of tables that have rows of their own. */
  public static long count(Collection<TableRows> tables) {
    return tables.stream().filter(TableRows::holdsRows).count();
  }
}
