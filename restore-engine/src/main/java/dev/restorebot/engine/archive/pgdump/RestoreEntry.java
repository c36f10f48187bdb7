package dev.restorebot.engine.archive.pgdump;

import java.util.List;

/**
 * One entry of an archive's table of contents, with everything that is needed to restore it.
 *
 * @param dumpId its number in the archive
 * @param kind pg_dump's description, such as {@code TABLE DATA}
 * @param schema its schema; empty where it has none
 * @param name pg_dump's tag
 * @param owner the owning role; empty where there is none
 * @param section 1 for none, 2 for what comes before the data, 3 for data, 4 for what comes after
 * @param definition the SQL that creates it; empty where there is none
 * @param dropStatement the SQL that drops it; empty where there is none
 * @param copyStatement the COPY that its rows are for; empty where they are INSERT statements
 * @param accessMethod the table's access method; empty for none
 * @param isPartitioned whether it is a partitioned table
 * @param hasData whether the archive has data of it
 * @param dependencies numbers of the entries that it depends on
 */
public record RestoreEntry(
    int dumpId,
    String kind,
    String schema,
    String name,
    String owner,
    int section,
    String definition,
    String dropStatement,
    String copyStatement,
    String accessMethod,
    boolean isPartitioned,
    boolean hasData,
    List<Integer> dependencies) {
  public RestoreEntry {
    dependencies = List.copyOf(dependencies);
  }
}
