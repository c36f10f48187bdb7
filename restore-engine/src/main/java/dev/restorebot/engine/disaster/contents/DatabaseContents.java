package dev.restorebot.engine.disaster.contents;

import java.time.Instant;
import java.util.List;

/**
 * The contents of a database at a time.
 *
 * @param at when it was asked
 * @param tables its tables, by name; partitions count in their partitioned table
 * @param migrations the newest migration of each tool that is known, as {@code alembic a1b2c3}
 */
public record DatabaseContents(Instant at, List<TableContents> tables, List<String> migrations) {
  public DatabaseContents {
    tables = List.copyOf(tables);
    migrations = List.copyOf(migrations);
  }
}
