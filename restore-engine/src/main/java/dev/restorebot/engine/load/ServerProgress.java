package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Threads;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server how far the running COPY and CREATE INDEX commands are.
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
  private static final String INDEXES =
      "SELECT n.nspname, coalesce(i.relname, ''), t.relname,"
          + " CASE WHEN p.tuples_total > 0 THEN 0.5 + 0.5 * p.tuples_done / p.tuples_total"
          + " WHEN p.blocks_total > 0 THEN 0.5 * p.blocks_done / p.blocks_total ELSE 0 END"
          + " FROM pg_stat_progress_create_index p JOIN pg_class t ON t.oid = p.relid"
          + " JOIN pg_namespace n ON n.oid = t.relnamespace"
          + " LEFT JOIN pg_class i ON i.oid = p.index_relid WHERE p.datname = current_database()";

  private final Sandbox sandbox;
  private final RestoreProgress progress;
  private final double ratio;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Threads.named("restore-progress"));
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
    this.ratio = compressed ? USUAL_RATIO : 1;
    var unused =
        timer.scheduleWithFixedDelay(this::ask, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    try {
      if (connection == null) {
        connection = sandbox.connect();
      }
      Map<String, TocEntry> running = new HashMap<>();
      progress
          .underWay()
          .forEach(e -> running.put(e.kind() + " " + e.schema() + "." + e.name(), e));
      try (Statement statement = connection.createStatement()) {
        copies(statement, running);
        indexes(statement, running);
      }
    } catch (SQLException e) {
      log.debug("no progress from the server", e);
      timer.shutdown();
    }
  }

  private void copies(Statement statement, Map<String, TocEntry> running) throws SQLException {
    try (ResultSet rows = statement.executeQuery(COPIES)) {
      while (rows.next()) {
        TocEntry entry = running.get("TABLE DATA " + rows.getString(1) + "." + rows.getString(2));
        if (entry != null && entry.dataBytes().orElse(0) > 0) {
          double expected = entry.dataBytes().getAsLong() * ratio;
          progress.partial(entry.dumpId(), rows.getLong(3) / expected);
        }
      }
    }
  }

  private void indexes(Statement statement, Map<String, TocEntry> running) throws SQLException {
    try (ResultSet rows = statement.executeQuery(INDEXES)) {
      while (rows.next()) {
        String schema = rows.getString(1) + ".";
        TocEntry entry = running.get("INDEX " + schema + rows.getString(2));
        if (entry == null) {
          entry = running.get("CONSTRAINT " + schema + rows.getString(3) + " " + rows.getString(2));
        }
        if (entry != null) {
          progress.partial(entry.dumpId(), rows.getDouble(4));
        }
      }
    }
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
