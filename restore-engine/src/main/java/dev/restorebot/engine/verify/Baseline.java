package dev.restorebot.engine.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The findings of the last passed run of the same database, of a backup that is not newer.
 *
 * @param at when that run was asked for
 * @param backup the backup's name
 * @param tables exact row counts
 * @param schema its schema, when that run looked at it
 */
public record Baseline(Instant at, String backup, List<TableRows> tables, Optional<Schema> schema) {
  public Baseline {
    tables = List.copyOf(tables);
  }

  /** For people: which run that was. */
  public String shown() {
    return backup + " of " + at.toString().substring(0, 10);
  }
}
