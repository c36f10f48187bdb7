package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
    List<RestoreEntry> single = new ArrayList<>();
    List<RestoreEntry> tables = new ArrayList<>();
    for (RestoreEntry entry : order) {
      if (jobs > 1 && hasRows(entry)) {
        tables.add(entry);
        continue;
      }
      if (entry.section() != DATA && !tables.isEmpty()) {
        load(single, tables);
        single.clear();
        tables.clear();
      }
      single.add(entry);
    }
    load(single, tables);
  }

  /** Restores entries in one session, which does not idle afterwards, then the rows of tables. */
  private void load(List<RestoreEntry> single, List<RestoreEntry> tables)
      throws IOException, SQLException {
    loadEach(new ConcurrentLinkedQueue<>(single));
    load(tables);
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
    int count = Math.min(jobs, tables.size());
    try (WorkerThreads threads =
        new WorkerThreads("restore-rows", count, () -> loadEach(waiting), waiting::clear)) {
      threads.await();
    }
  }

  private void loadEach(Queue<RestoreEntry> waiting) throws IOException, SQLException {
    try (Worker worker = workers.open()) {
      for (RestoreEntry next = waiting.poll(); next != null; next = waiting.poll()) {
        worker.restore(next);
      }
    }
  }
}
