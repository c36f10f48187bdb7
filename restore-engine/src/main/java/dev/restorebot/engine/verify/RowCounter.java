package dev.restorebot.engine.verify;

import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.task.Threads;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Counts the rows of every table of a restored database, several tables at once. */
final class RowCounter {
  private final ReadOnlyRole reader;
  private final ProgressListener progress;
  private final Cancellation cancellation;
  private int counted;

  RowCounter(ReadOnlyRole reader, ProgressListener progress, Cancellation cancellation) {
    this.reader = reader;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /** Exact counts, sorted by schema and name. */
  List<TableRows> count(Connection connection) throws SQLException {
    Queue<TableRows> todo = new ConcurrentLinkedQueue<>(TableCounts.tables(connection));
    int total = todo.size();
    List<TableRows> all = new ArrayList<>();
    ExecutorService pool =
        Executors.newFixedThreadPool(reader.sandbox().cpus(), Threads.named("row-counter"));
    try {
      List<Future<List<TableRows>>> workers = new ArrayList<>();
      for (int i = 0; i < reader.sandbox().cpus(); i++) {
        workers.add(pool.submit(() -> work(todo, total)));
      }
      for (Future<List<TableRows>> worker : workers) {
        all.addAll(worker.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw sql;
      }
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new SQLException("counting rows failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while counting rows", e);
    } finally {
      pool.shutdownNow();
    }
    return TableCounts.withPartitioned(connection, all);
  }

  private List<TableRows> work(Queue<TableRows> todo, int total) throws SQLException {
    List<TableRows> mine = new ArrayList<>();
    try (Connection connection = reader.connect();
        Statement statement = connection.createStatement()) {
      for (TableRows table = todo.poll(); table != null; table = todo.poll()) {
        cancellation.check();
        tell(table, total);
        mine.add(TableCounts.counted(statement, table));
        countedOne();
      }
    }
    return mine;
  }

  /** Under one lock, so that progress never goes back, whichever worker tells of it. */
  private synchronized void tell(TableRows table, int total) {
    progress.progress(
        Progress.of((double) counted / total, "counting rows of " + table.qualified()));
  }

  private synchronized void countedOne() {
    counted++;
  }
}
