package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import dev.restorebot.engine.task.Threads;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Restores the entries of an archive in pg_restore's order. Only the rows of tables are loaded by
 * several sessions at once, and whatever follows them waits for all of them: no index, key, trigger
 * or other constraint is created before every row of every table is there.
 */
final class ArchiveRestore {
  private static final int DATA = 3;

  /** Restores entries in a session of its own. */
  interface Worker extends AutoCloseable {
    void restore(RestoreEntry entry) throws IOException;

    @Override
    void close();
  }

  /** Opens a session for a worker. */
  interface Workers {
    Worker open() throws SQLException;
  }

  private final Workers workers;
  private final int jobs;

  /**
   * Restores with these workers.
   *
   * @param jobs how many sessions load rows at once
   */
  ArchiveRestore(Workers workers, int jobs) {
    this.workers = workers;
    this.jobs = jobs;
  }

  void run(List<RestoreEntry> order) throws IOException, SQLException {
    List<RestoreEntry> tables = new ArrayList<>();
    try (Worker first = workers.open()) {
      for (RestoreEntry entry : order) {
        if (jobs > 1 && hasRows(entry)) {
          tables.add(entry);
          continue;
        }
        if (entry.section() != DATA && !tables.isEmpty()) {
          load(tables);
          tables.clear();
        }
        first.restore(entry);
      }
      load(tables);
    }
  }

  private static boolean hasRows(RestoreEntry entry) {
    return entry.hasData() && !entry.copyStatement().isEmpty();
  }

  /** Loads the rows of these tables, and returns when all are there. */
  private void load(List<RestoreEntry> tables) throws IOException, SQLException {
    if (tables.isEmpty()) {
      return;
    }
    Queue<RestoreEntry> waiting = new ConcurrentLinkedQueue<>(tables);
    ExecutorService threads = Executors.newFixedThreadPool(jobs, Threads.named("restore-rows"));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < Math.min(jobs, tables.size()); i++) {
        running.add(
            threads.submit(
                () -> {
                  loadEach(waiting);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        await(each);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void loadEach(Queue<RestoreEntry> waiting) throws IOException, SQLException {
    try (Worker worker = workers.open()) {
      for (RestoreEntry next = waiting.poll(); next != null; next = waiting.poll()) {
        worker.restore(next);
      }
    }
  }

  private static void await(Future<?> worker) throws IOException, SQLException {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof SQLException failed) {
        throw failed;
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
