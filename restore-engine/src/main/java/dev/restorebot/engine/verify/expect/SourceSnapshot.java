package dev.restorebot.engine.verify.expect;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.QuerySession;
import dev.restorebot.engine.verify.SqlErrors;
import dev.restorebot.engine.verify.SqlRows;
import dev.restorebot.engine.verify.TableCounts;
import dev.restorebot.engine.verify.TableRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One snapshot of production, read-only, from which the backup and its counts are taken. It is
 * exported, so that {@code pg_dump --snapshot} sees the same rows, and stays usable until it is
 * closed. Not thread-safe, except for {@link #abort}.
 *
 * <p>It has two connections: an error while counting ends the transaction that counts, not the one
 * that holds the snapshot for pg_dump.
 */
public final class SourceSnapshot implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,100}");

  private static final String UNLOGGED =
      "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relpersistence = 'u' AND pg_is_in_recovery()";

  private final Optional<Connection> holder;
  private final Connection counter;
  private final String id;
  private final Tables tables;

  private SourceSnapshot(
      Optional<Connection> holder, Connection counter, String id, Tables tables) {
    this.holder = holder;
    this.counter = counter;
    this.id = id;
    this.tables = tables;
  }

  /**
   * The tables of the database.
   *
   * @param own those to count
   * @param unreadable those whose rows a standby does not have
   * @param extensions those that belong to extensions
   */
  private record Tables(
      List<TableRows> own, Set<List<String>> unreadable, Set<List<String>> extensions) {}

  /**
   * Takes a snapshot and exports it.
   *
   * @throws ProblemException when the database cannot be reached or read
   */
  public static SourceSnapshot export(SourceAddress address) throws ProblemException {
    Connection holder = begin(address, Optional.empty());
    try {
      String id = SqlRows.column(holder, "SELECT pg_export_snapshot()").get(0);
      return open(address, Optional.of(holder), id);
    } catch (SQLException e) {
      close(holder);
      throw problem("The snapshot could not be exported", e);
    } catch (ProblemException e) {
      close(holder);
      throw e;
    }
  }

  /**
   * Uses a snapshot that another session has exported and still holds.
   *
   * @throws IllegalArgumentException when that is no ID of a snapshot
   * @throws ProblemException when the database cannot be reached or read, or has no such snapshot
   */
  public static SourceSnapshot of(SourceAddress address, String id) throws ProblemException {
    return open(address, Optional.empty(), checkedId(id));
  }

  /**
   * Returns that ID of a snapshot.
   *
   * @throws IllegalArgumentException when it is none; the message is for people
   */
  public static String checkedId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "A snapshot ID is what `SELECT pg_export_snapshot()` returns, such as"
              + " 00000003-0000001B-1");
    }
    return id;
  }

  private static SourceSnapshot open(SourceAddress address, Optional<Connection> holder, String id)
      throws ProblemException {
    Connection counter = begin(address, Optional.of(id));
    try (Statement statement = counter.createStatement()) {
      Set<List<String>> extensions = TableCounts.ofExtensions(counter);
      List<TableRows> tables = new ArrayList<>(TableCounts.tables(counter));
      tables.removeIf(table -> extensions.contains(name(table)));
      Set<List<String>> unreadable = new HashSet<>(SqlRows.rows(counter, UNLOGGED));
      // As pg_dump does: a table that is emptied from now on waits until both have read it.
      for (TableRows table : tables) {
        if (!unreadable.contains(name(table))) {
          statement.execute(
              "LOCK TABLE ONLY "
                  + Identifiers.qualified(table.schema(), table.name())
                  + " IN ACCESS SHARE MODE");
        }
      }
      return new SourceSnapshot(holder, counter, id, new Tables(tables, unreadable, extensions));
    } catch (SQLException e) {
      close(counter);
      throw problem("The tables could not be read", e);
    }
  }

  private static Connection begin(SourceAddress address, Optional<String> id)
      throws ProblemException {
    Connection connection;
    try {
      connection = address.connect();
    } catch (SQLException e) {
      throw new Problem(
              ProblemCode.CONNECTION_LOST,
              "The database could not be reached: "
                  + ServerMessage.masked(String.valueOf(e.getMessage())),
              "Check `--url`, and the password in PGPASSWORD or the password file; `psql` must be"
                  + " able to connect over TCP with the same URL.")
          .exception(e);
    }
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      if (id.isPresent()) {
        statement.execute("SET TRANSACTION SNAPSHOT '" + id.get() + "'");
      }
      QuerySession.beginTransaction(statement);
      // A time limit would end the snapshot under a long pg_dump.
      var unused =
          SqlRows.rows(
              connection,
              "SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN"
                  + " ('statement_timeout', 'lock_timeout', 'transaction_timeout',"
                  + " 'idle_in_transaction_session_timeout')");
      return connection;
    } catch (SQLException e) {
      close(connection);
      throw id.isPresent()
          ? new Problem(
                  ProblemCode.CHECK_BROKEN,
                  "The snapshot "
                      + id.get()
                      + " could not be used: "
                      + ServerMessage.masked(String.valueOf(e.getMessage())),
                  "The session that exported it must be connected to the same database, and its"
                      + " transaction must still be open.")
              .exception(e)
          : problem("No read-only transaction could be started", e);
    }
  }

  /** Returns the ID for {@code pg_dump --snapshot}. */
  public String id() {
    return id;
  }

  /** Returns the number of tables to count. */
  public int tables() {
    return tables.own().size();
  }

  /**
   * Counts all rows and runs the queries, once.
   *
   * @param queries SQL by name; each gives one value
   * @throws ProblemException when a table cannot be read or a query gives no single value
   */
  public ExpectedCounts count(Map<String, String> queries) throws ProblemException {
    try (Statement statement = counter.createStatement()) {
      List<TableRows> counted = new ArrayList<>();
      for (TableRows table : tables.own()) {
        // pg_dump leaves out the rows of unlogged tables of a standby.
        boolean unreadable = tables.unreadable().contains(name(table));
        counted.add(unreadable ? table : TableCounts.counted(statement, table));
      }
      List<TableRows> all = TableCounts.withPartitioned(counter, counted);
      all.removeIf(table -> tables.extensions().contains(name(table)));
      List<ExpectedCounts.Query> results = new ArrayList<>();
      for (Map.Entry<String, String> query : queries.entrySet()) {
        results.add(result(query.getKey(), query.getValue()));
      }
      List<String> facts =
          SqlRows.rows(
                  counter,
                  "SELECT current_database(), current_setting('server_version'),"
                      + " extract(epoch FROM transaction_timestamp())::bigint")
              .get(0);
      return new ExpectedCounts(
          facts.get(0),
          facts.get(1),
          Instant.ofEpochSecond(Long.parseLong(facts.get(2))),
          all,
          results);
    } catch (SQLException e) {
      throw problem("The rows could not be counted", e);
    }
  }

  private ExpectedCounts.Query result(String name, String sql) throws ProblemException {
    List<List<String>> rows;
    try {
      rows = SqlRows.rows(counter, sql);
    } catch (SQLException e) {
      throw new Problem(
              ProblemCode.CHECK_BROKEN,
              "The query " + name + " could not be run: " + SqlErrors.safe(e),
              "Run it in psql as the same role, with the schema of each table that is not in"
                  + " public.")
          .exception(e);
    }
    if (rows.size() != 1 || rows.get(0).size() != 1 || rows.get(0).get(0).isEmpty()) {
      throw new Problem(
              ProblemCode.CHECK_BROKEN,
              "The query " + name + " does not return exactly one value.",
              "Change it so that it returns one row with one column, such as SELECT"
                  + " coalesce(sum(amount), 0) FROM app.payments.")
          .exception();
    }
    return ExpectedCounts.Query.of(name, sql, rows.get(0).get(0));
  }

  private static List<String> name(TableRows table) {
    return List.of(table.schema(), table.name());
  }

  private static ProblemException problem(String what, SQLException e) {
    return new Problem(
            ProblemCode.CHECK_BROKEN,
            what + ": " + SqlErrors.safe(e),
            "Use the role that makes the backup: it must be able to read every table, and all rows"
                + " of tables with row security (BYPASSRLS).")
        .exception(e);
  }

  /** Breaks the connections, from any thread: a count that runs ends with an error. */
  public void abort() {
    holder.ifPresent(SourceSnapshot::abort);
    abort(counter);
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is broken already.
      close(connection);
    }
  }

  /** Ends the snapshot: from now on, no other session can use it. */
  @Override
  public void close() {
    close(counter);
    holder.ifPresent(SourceSnapshot::close);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      org.slf4j.LoggerFactory.getLogger(SourceSnapshot.class).debug("a connection broke", e);
    }
  }
}
