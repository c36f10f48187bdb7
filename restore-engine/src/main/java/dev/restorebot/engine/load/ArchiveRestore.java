package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Restores the entries of an archive in pg_restore's order. The rows of tables are loaded by
 * several sessions at once, and whatever follows them waits for all of them: no index, key, trigger
 * or other constraint is created before every row of every table is there. Then indexes, keys and
 * foreign keys are, by several sessions too ({@link ArchiveStep}); everything else is alone.
 */
final class ArchiveRestore {
  private static final int DATA = 3;

  /** Restores entries in a session of its own. */
  interface Worker extends AutoCloseable {
    void restore(RestoreEntry entry) throws IOException;

    /**
     * Restores an entry that is one statement, unless the server refuses it: then nothing is
     * reported, since another session may be the reason.
     *
     * @return whether it is restored
     */
    boolean attempt(RestoreEntry entry) throws IOException;

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
   * @param jobs how many sessions work at once
   */
  ArchiveRestore(Workers workers, int jobs) {
    this.workers = workers;
    this.jobs = jobs;
  }

  void run(List<RestoreEntry> order) throws IOException, SQLException {
    ArchiveStep step = new ArchiveStep(order);
    List<RestoreEntry> single = new ArrayList<>();
    List<RestoreEntry> tables = new ArrayList<>();
    List<RestoreEntry> steps = new ArrayList<>();
    for (RestoreEntry entry : order) {
      boolean isStep = jobs > 1 && step.isOne(entry);
      if (!steps.isEmpty() && !isStep) {
        attempt(steps, step);
        steps.clear();
      }
      if (jobs > 1 && hasRows(entry)) {
        tables.add(entry);
        continue;
      }
      if (entry.section() != DATA && (isStep || !tables.isEmpty())) {
        load(single, tables);
        single.clear();
        tables.clear();
      }
      (isStep ? steps : single).add(entry);
    }
    load(single, tables);
    attempt(steps, step);
  }

  /** Restores entries in one session, which does not idle afterwards, then the rows of tables. */
  private void load(List<RestoreEntry> single, List<RestoreEntry> tables)
      throws IOException, SQLException {
    if (!single.isEmpty()) {
      loadEach(new ConcurrentLinkedQueue<>(single));
    }
    load(tables);
  }

  /** Restores these at once where their locks allow that, then alone and in order what failed. */
  private void attempt(List<RestoreEntry> entries, ArchiveStep step)
      throws IOException, SQLException {
    if (entries.isEmpty()) {
      return;
    }
    LockQueue<RestoreEntry> queue = new LockQueue<>();
    Set<RestoreEntry> failed = ConcurrentHashMap.newKeySet();
    int count = Math.min(jobs, entries.size());
    try (WorkerThreads threads =
        new WorkerThreads(
            "restore-indexes", count, () -> attemptEach(queue, failed), queue::stop)) {
      entries.forEach(entry -> queue.put(step.of(entry)));
      queue.close();
      threads.await();
    }
    load(entries.stream().filter(failed::contains).toList(), List.of());
  }

  private void attemptEach(LockQueue<RestoreEntry> queue, Set<RestoreEntry> failed)
      throws IOException, SQLException {
    try (Worker worker = workers.open()) {
      for (var next = queue.take(); next.isPresent(); next = queue.take()) {
        RestoreEntry entry = next.get().work();
        if (!worker.attempt(entry)) {
          failed.add(entry);
        }
        queue.done(next.get());
      }
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
