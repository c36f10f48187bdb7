package dev.restorebot.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;

/**
 * Takes over the migration histories of releases up to 0.1, in which each part of the software kept
 * one of its own in the same file: {@code engine_schema_history}, {@code audit_schema_history} and
 * so on. What they list has been applied, so it is copied into the one history of today, found by
 * description and checksum, and the old histories are dropped: an older release then refuses the
 * file instead of working beside newer tables.
 */
final class EarlierHistories {
  private static final String SUFFIX = "_schema_history";

  private final String history;

  /** Copies into the history table of that name. */
  EarlierHistories(String history) {
    this.history = history;
  }

  /** Returns whether a file has only histories of earlier releases. */
  boolean found(Handle handle) {
    List<String> tables = tables(handle);
    return !tables.isEmpty() && !tables.contains(history);
  }

  /**
   * Copies what the earlier histories list, in the transaction of the handle. Does nothing when
   * another process was faster.
   *
   * @param known every migration of this release
   * @throws StateException when a history lists one that this release does not know
   */
  void adopt(Handle handle, MigrationInfo... known) {
    if (!found(handle)) {
      return;
    }
    List<String> tables = tables(handle);
    Map<MigrationInfo, String> applied = new LinkedHashMap<>();
    for (String table : tables) {
      handle
          .createQuery(
              "select description, checksum from %s where type = 'SQL' and success = 1"
                  .formatted(table))
          .map(
              (row, context) ->
                  known(row.getString("description"), row.getInt("checksum"), known)
                      .orElseThrow(() -> unknown(table)))
          .forEach(found -> applied.put(found, table));
    }
    create(handle, tables.get(0));
    List<MigrationInfo> ordered = new ArrayList<>(applied.keySet());
    ordered.sort(Comparator.comparing(MigrationInfo::getVersion));
    int rank = 0;
    for (MigrationInfo each : ordered) {
      rank++;
      handle.execute(
          """
          insert into %s (installed_rank, version, description, type, script, checksum,
            installed_by, installed_on, execution_time, success)
          select ?, ?, description, type, ?, checksum, installed_by, installed_on, execution_time,
            success from %s where type = 'SQL' and description = ?
          """
              .formatted(history, applied.get(each)),
          rank,
          each.getVersion().getVersion(),
          each.getScript(),
          each.getDescription());
    }
    tables.forEach(table -> handle.execute("drop table " + table));
  }

  private static Optional<MigrationInfo> known(
      String description, int checksum, MigrationInfo... known) {
    return List.of(known).stream()
        .filter(each -> each.getDescription().equals(description))
        .filter(each -> each.getChecksum() != null && each.getChecksum() == checksum)
        .findFirst();
  }

  private static StateException unknown(String table) {
    return new StateException(table + " lists a migration that this release does not have", null);
  }

  /** Makes the table and its index as Flyway made those of the earlier history. */
  private void create(Handle handle, String like) {
    handle
        .select(
            "select replace(sql, ?, ?) from sqlite_master where tbl_name = ? and sql is not null"
                + " order by type desc",
            like,
            history,
            like)
        .mapTo(String.class)
        .list()
        .forEach(handle::execute);
  }

  private List<String> tables(Handle handle) {
    return handle
        .select(
            "select name from sqlite_master where type = 'table' and substr(name, -?) = ?"
                + " order by name",
            SUFFIX.length(),
            SUFFIX)
        .mapTo(String.class)
        .list();
  }
}
