package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.server.CopyStream;
import dev.restorebot.engine.sandbox.server.ServerError;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A session that a backup is loaded over: what the server refuses is returned, not thrown, and the
 * next statement follows. Cancelling ends the session. Not thread-safe.
 */
final class LoadSession implements AutoCloseable {
  private static final int LARGE_OBJECT_PIECE = 1 << 18;

  private final Connection connection;
  private final Cancellation cancellation;
  private final Cancellation.Registration abort;
  private boolean inTransaction;

  /** For the content of large objects, most of which are small; empty until there is one. */
  private byte[] piece = new byte[0];

  private Optional<ServerError> lost = Optional.empty();

  private LoadSession(Connection connection, Cancellation cancellation) {
    this.connection = connection;
    this.cancellation = cancellation;
    this.abort = cancellation.onCancel(this::abort);
  }

  /** Opens one. */
  static LoadSession open(Sandbox sandbox, Cancellation cancellation) throws SQLException {
    return new LoadSession(sandbox.connectToLoad(), cancellation);
  }

  /** Ends the session at once, whatever another thread does with it. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // it is closed already
    }
  }

  /** Returns whether the session has ended, so that nothing more can be sent. */
  boolean isLost() {
    return lost.isPresent();
  }

  /**
   * Checks that the session has not ended.
   *
   * @throws IOException when it has, with the {@code CONNECTION_LOST} problem as its cause
   */
  void requireConnected() throws IOException {
    if (isLost()) {
      ProblemException problem = connectionLost(lost.get()).exception();
      throw new IOException(problem.getMessage(), problem);
    }
  }

  private static Problem connectionLost(ServerError error) {
    return new Problem(
        ProblemCode.CONNECTION_LOST,
        "The connection to the server was lost while the backup was being loaded ("
            + ServerMessage.masked(error.text())
            + "). This says nothing about the backup.",
        "Check the server's log. Memory is the usual cause: give the sandbox more, then run the"
            + " restore again.");
  }

  /**
   * Sends SQL as it is. An error within an open transaction undoes that statement alone, as psql's
   * ON_ERROR_ROLLBACK does; that goes for a COPY too.
   */
  Optional<ServerError> execute(String sql) {
    String text = sql.strip();
    boolean ends = text.equals("COMMIT;") || text.equals("ROLLBACK;");
    boolean savepoint = inTransaction && !ends;
    try {
      if (savepoint) {
        send("SAVEPOINT restore_bot");
      }
      send(sql);
      if (savepoint) {
        send("RELEASE SAVEPOINT restore_bot");
      }
      inTransaction = text.equals("BEGIN;") || savepoint;
      return Optional.empty();
    } catch (SQLException e) {
      inTransaction = savepoint;
      return Optional.of(failed(e, savepoint));
    }
  }

  /** Rows of one COPY on their way. */
  interface Rows {
    void write(byte[] bytes, int offset, int length);

    /** Returns the error that the server refused the statement itself with. */
    Optional<ServerError> refusedStatement();

    /** Ends the COPY, and returns the error that the server refused statement or rows with. */
    Optional<ServerError> end();
  }

  /** Writes a large object, which exists and is empty. */
  Optional<ServerError> largeObject(long oid, InputStream content) throws IOException {
    if (piece.length == 0) {
      piece = new byte[LARGE_OBJECT_PIECE];
    }
    long offset = 0;
    try (PreparedStatement put =
        connection.prepareStatement(
            "SELECT pg_catalog.lo_put(?::oid, ?, pg_catalog.decode(?, 'hex'))")) {
      for (int n = content.readNBytes(piece, 0, LARGE_OBJECT_PIECE);
          n > 0;
          n = content.readNBytes(piece, 0, LARGE_OBJECT_PIECE)) {
        put.setLong(1, oid);
        put.setLong(2, offset);
        put.setString(3, HexFormat.of().formatHex(piece, 0, n)); // whatever strings conform to
        boolean unused = put.execute();
        offset += n;
      }
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(failed(e, false));
    }
  }

  /** Returns whether the session is in a transaction that a statement began. */
  boolean isInTransaction() {
    return inTransaction;
  }

  /**
   * Returns whether rows of a COPY into that table may come from several sessions at once: it is a
   * plain table without an index, trigger or rule. False where that cannot be told.
   *
   * @param table as the COPY names it
   */
  boolean isPlain(String table) {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT relkind = 'r' AND NOT relhasindex AND NOT relhastriggers AND NOT relhasrules"
                + " FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(?)")) {
      query.setString(1, table);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      ServerError unused = failed(e, false);
      return false;
    }
  }

  /** Starts a COPY. Its rows are accepted and dropped once the server has refused it. */
  Rows copy(String statement) {
    return new Copy(statement);
  }

  private ServerError failed(SQLException e, boolean savepoint) {
    cancellation.check();
    ServerError error = ServerError.of(e);
    if (error.endsSession()) {
      lost = Optional.of(error);
    } else if (savepoint) {
      try {
        send("ROLLBACK TO SAVEPOINT restore_bot");
      } catch (SQLException again) {
        lost = Optional.of(ServerError.of(again));
      }
    }
    return error;
  }

  private void send(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      boolean unused = statement.execute(sql);
    }
  }

  @Override
  public void close() {
    abort.close();
    try {
      connection.close();
    } catch (SQLException e) {
      // the server ends the session when its peer is gone
    }
  }

  private interface Action {
    void run() throws SQLException;
  }

  private final class Copy implements Rows {
    private final boolean savepoint = inTransaction;
    private CopyStream stream;
    private Optional<ServerError> refused = Optional.empty();

    private final Optional<ServerError> refusedStatement;

    Copy(String statement) {
      unlessRefused(
          () -> {
            if (savepoint) {
              send("SAVEPOINT restore_bot");
            }
            stream = CopyStream.begin(connection, statement);
          });
      refusedStatement = refused;
    }

    @Override
    public Optional<ServerError> refusedStatement() {
      return refusedStatement;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      unlessRefused(() -> stream.write(bytes, offset, length));
    }

    @Override
    public Optional<ServerError> end() {
      unlessRefused(
          () -> {
            stream.end();
            if (savepoint) {
              send("RELEASE SAVEPOINT restore_bot");
            }
          });
      return refused;
    }

    private void unlessRefused(Action action) {
      if (refused.isEmpty()) {
        try {
          action.run();
        } catch (SQLException e) {
          refused = Optional.of(failed(e, savepoint));
        }
      }
    }
  }
}
