package dev.restorebot.engine.verify;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.load.LoadResult;
import java.sql.Connection;
import java.util.List;

/**
 * What checks work with.
 *
 * @param restored what is verified
 * @param reader the role that reads
 * @param connection a connection of that role, for this check alone
 * @param catalog the objects that are really there
 * @param tables exact row counts of all tables
 * @param findings where a check leaves what belongs in the report
 */
record CheckContext(
    Restored restored,
    Reader reader,
    Connection connection,
    Catalog catalog,
    List<TableRows> tables,
    Findings findings) {
  /** The same over another connection. */
  CheckContext over(Connection other) {
    return new CheckContext(restored, reader, other, catalog, tables, findings);
  }

  BackupArchive archive() {
    return restored.archive();
  }

  LoadResult load() {
    return restored.load();
  }

  VerifySettings settings() {
    return restored.settings();
  }

  Ladder ladder() {
    return restored.settings().ladder();
  }

  /** The tables that a setting means by {@code name} or {@code schema.name}. */
  List<TableRows> named(String name) {
    return tables.stream()
        .filter(table -> table.name().equals(name) || table.qualified().equals(name))
        .toList();
  }
}
