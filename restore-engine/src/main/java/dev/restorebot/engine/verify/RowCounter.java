package dev.restorebot.engine.verify;

import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.task.Threads;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Counts the rows of every table, several tables at once, the largest first. A partitioned table is
 * the sum of its partitions; foreign tables are not counted.
 */
final class RowCounter {
  private static final String TABLES =
      "SELECT n.nspname, c.relname, EXISTS (SELECT 1 FROM pg_inherits i"
          + " JOIN pg_class p ON p.oid = i.inhparent AND p.relkind = 'p' WHERE i.inhrelid = c.oid)"
          + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
          + " ORDER BY pg_relation_size(c.oid) DESC, 1, 2";

  /** Each partitioned table with each table below it; with itself where there is none. */
  private static final String PARTITIONS =
      "WITH RECURSIVE tree AS (SELECT c.oid AS root, c.oid AS part FROM pg_class c"
          + " WHERE c.relkind = 'p' UNION ALL SELECT t.root, i.inhrelid FROM tree t"
          + " JOIN pg_inherits i ON i.inhparent = t.part)"
          + " SELECT n.nspname, c.relname, pn.nspname, p.relname FROM tree t"
          + " JOIN pg_class c ON c.oid = t.root JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " JOIN pg_class p ON p.oid = t.part JOIN pg_namespace pn ON pn.oid = p.relnamespace"
          + " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

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
    Queue<TableRows> todo = new ConcurrentLinkedQueue<>(tables(connection));
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
    all.addAll(partitioned(connection, all));
    all.sort(Comparator.comparing(TableRows::schema).thenComparing(TableRows::name));
    return all;
  }

  /** Partitioned tables, each with the sum of its partitions, however deep they are. */
  private static List<TableRows> partitioned(Connection connection, List<TableRows> counted)
      throws SQLException {
    Map<String, Long> rows =
        counted.stream().collect(Collectors.toMap(TableRows::qualified, TableRows::rows));
    Map<List<String>, Long> sums = new LinkedHashMap<>();
    for (List<String> row : SqlRows.rows(connection, PARTITIONS)) {
      long partition = rows.getOrDefault(row.get(2) + "." + row.get(3), 0L);
      sums.merge(row.subList(0, 2), partition, Long::sum);
    }
    return sums.entrySet().stream()
        .map(
            each ->
                new TableRows(
                    each.getKey().get(0),
                    each.getKey().get(1),
                    each.getValue(),
                    TableRows.Kind.PARTITIONED))
        .toList();
  }

  private static List<TableRows> tables(Connection connection) throws SQLException {
    List<TableRows> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.add(
            new TableRows(
                rows.getString(1),
                rows.getString(2),
                0,
                rows.getBoolean(3) ? TableRows.Kind.PARTITION : TableRows.Kind.TABLE));
      }
    }
    return tables;
  }

  private List<TableRows> work(Queue<TableRows> todo, int total) throws SQLException {
    List<TableRows> mine = new ArrayList<>();
    try (Connection connection = reader.connect();
        Statement statement = connection.createStatement()) {
      for (TableRows table = todo.poll(); table != null; table = todo.poll()) {
        cancellation.check();
        tell(table, total);
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM ONLY "
                    + Identifiers.qualified(table.schema(), table.name()))) {
          rows.next();
          mine.add(
              new TableRows(table.schema(), table.name(), rows.getLong(1), table.partitioning()));
        }
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
