package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Threads;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server how far the running COPY and CREATE INDEX commands are, and what psql's session
 * builds.
 *
 * <p>Source: the views {@code pg_stat_progress_copy} (PostgreSQL 14 and later) and {@code
 * pg_stat_progress_create_index} (12 and later). Where they are missing, progress is by whole
 * objects. A failure here never disturbs a restore.
 */
final class ServerProgress implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServerProgress.class);
  private static final long EVERY_MILLIS = 500;
  private static final double USUAL_RATIO = 4;
  private static final String COPIES =
      "SELECT n.nspname, c.relname, sum(p.bytes_processed) FROM pg_stat_progress_copy p"
          + " JOIN pg_class c ON c.oid = p.relid JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE p.datname = current_database() GROUP BY 1, 2";

  /**
   * Only the table is named: the row of an index in pg_class is seen by others when the index is
   * done. A phase with a colon is one of several that the kind of index has.
   */
  private static final String INDEXES =
      "SELECT n.nspname || '.' || t.relname,"
          + " CASE WHEN p.tuples_total > 0 THEN 0.5 + 0.5 * p.tuples_done / p.tuples_total"
          + " WHEN p.blocks_total > 0 THEN 1.0 * p.blocks_done / p.blocks_total"
          + " * CASE WHEN p.phase LIKE '%: %' THEN 0.5 ELSE 1 END ELSE 0 END"
          + " FROM pg_stat_progress_create_index p JOIN pg_class t ON t.oid = p.relid"
          + " JOIN pg_namespace n ON n.oid = t.relnamespace"
          + " WHERE p.datname = current_database() ORDER BY p.index_relid";

  /** psql takes statements before the server has done those in front of them. */
  private static final String STATEMENTS_OF_PSQL =
      "SELECT query FROM pg_stat_activity WHERE application_name = 'psql' AND state = 'active'"
          + " AND datname = current_database()";

  private final Sandbox sandbox;
  private final RestoreProgress progress;
  private final Map<Integer, Long> copied = new HashMap<>();
  private final Map<Integer, Long> stored = new HashMap<>();
  private double copiedBytes;
  private double storedBytes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Threads.named("restore-progress"));
  private final double usualRatio;
  private Connection connection;

  /**
   * Starts asking.
   *
   * @param compressed whether the archive's data are compressed, so that the server sees more bytes
   *     than lie in it
   */
  ServerProgress(Sandbox sandbox, RestoreProgress progress, boolean compressed) {
    this.sandbox = sandbox;
    this.progress = progress;
    this.usualRatio = compressed ? USUAL_RATIO : 1;
    var unused =
        timer.scheduleWithFixedDelay(this::ask, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    try {
      if (connection == null) {
        connection = sandbox.connect();
      }
      try (Statement statement = connection.createStatement()) {
        statements(statement);
        List<TocEntry> running = progress.underWay();
        copies(statement, running);
        indexes(statement, running);
      }
      progress.timePasses();
    } catch (SQLException e) {
      log.debug("no progress from the server", e);
      timer.shutdown();
    }
  }

  private void statements(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery(STATEMENTS_OF_PSQL)) {
      while (rows.next()) {
        progress.runs(rows.getString(1));
      }
    }
  }

  private void copies(Statement statement, List<TocEntry> running) throws SQLException {
    Map<String, TocEntry> byTable = new HashMap<>();
    running.stream()
        .filter(entry -> entry.kind().equals("TABLE DATA"))
        .forEach(entry -> byTable.put(entry.schema() + "." + entry.name(), entry));
    byTable.values().forEach(entry -> stored.put(entry.dumpId(), entry.dataBytes().orElse(0)));
    Set<Integer> ids = byTable.values().stream().map(TocEntry::dumpId).collect(Collectors.toSet());
    copied
        .entrySet()
        .removeIf(
            table -> {
              if (ids.contains(table.getKey())) {
                return false;
              }
              copiedBytes += table.getValue();
              storedBytes += stored.get(table.getKey());
              return true;
            });
    try (ResultSet rows = statement.executeQuery(COPIES)) {
      while (rows.next()) {
        TocEntry entry = byTable.get(rows.getString(1) + "." + rows.getString(2));
        if (entry != null && entry.dataBytes().orElse(0) > 0) {
          long bytes = rows.getLong(3);
          copied.put(entry.dumpId(), bytes);
          progress.partial(entry.dumpId(), bytes / (ratio() * entry.dataBytes().getAsLong()));
        }
      }
    }
  }

  /**
   * Returns the bytes that the server sees for each byte of the archive, as in the tables that are
   * done.
   */
  private double ratio() {
    return storedBytes == 0 ? usualRatio : copiedBytes / storedBytes;
  }

  /** The indexes of a table that are being built, in the order in which they were begun. */
  private void indexes(Statement statement, List<TocEntry> running) throws SQLException {
    Map<String, List<Double>> built = new HashMap<>();
    try (ResultSet rows = statement.executeQuery(INDEXES)) {
      while (rows.next()) {
        built.computeIfAbsent(rows.getString(1), t -> new ArrayList<>()).add(rows.getDouble(2));
      }
    }
    built.forEach(
        (table, fractions) -> {
          List<TocEntry> onTable =
              running.stream().filter(e -> Weights.indexedTable(e).equals(table)).toList();
          // A moment later one of them has ended, and it is not clear which.
          if (onTable.size() == fractions.size()) {
            for (int i = 0; i < fractions.size(); i++) {
              progress.partial(onTable.get(i).dumpId(), fractions.get(i));
            }
          }
        });
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (timer.awaitTermination(2, TimeUnit.SECONDS) && connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      log.debug("the progress connection did not close", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
