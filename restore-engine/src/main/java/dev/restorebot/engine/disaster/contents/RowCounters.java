package dev.restorebot.engine.disaster.contents;

import dev.restorebot.engine.diagnose.ProblemException;
import java.time.Instant;
import java.util.List;

/**
 * The server's counters of written rows at a time. They count from the server's first start, or
 * from its last crash.
 *
 * @param at when they were read
 * @param tables the counters of each table
 */
public record RowCounters(Instant at, List<RowChanges> tables) {
  private static final String READ =
      "SELECT schemaname || '.' || relname, n_tup_ins, n_tup_upd, n_tup_del"
          + " FROM pg_stat_user_tables WHERE schemaname || relname !~ '[[:cntrl:]]' ORDER BY 1";

  public RowCounters {
    tables = List.copyOf(tables);
  }

  /** Reads them. */
  public static RowCounters read(ContentsReader.Rows database, Instant at) throws ProblemException {
    return new RowCounters(
        at,
        database.of(READ).stream()
            .filter(row -> row.size() == 4)
            .map(
                row ->
                    new RowChanges(
                        row.get(0),
                        Long.parseLong(row.get(1)),
                        Long.parseLong(row.get(2)),
                        Long.parseLong(row.get(3))))
            .toList());
  }
}
