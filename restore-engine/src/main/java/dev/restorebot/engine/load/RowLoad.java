package dev.restorebot.engine.load;

import dev.restorebot.engine.sandbox.server.ServerError;
import java.io.IOException;
import java.util.Optional;

/**
 * Loads blocks of rows over one session. A COPY that several sessions have a part of is committed
 * when the server has accepted all of its rows, or not at all: as one COPY is.
 */
final class RowLoad {
  private final RowQueue queue;
  private final LoadSession session;

  RowLoad(RowQueue queue, LoadSession session) {
    this.queue = queue;
    this.session = session;
  }

  /**
   * Loads until nothing is left.
   *
   * @throws IOException when the session is lost
   */
  void run() throws IOException {
    for (Optional<RowBlock> first = queue.take(Optional.empty());
        first.isPresent();
        first = queue.take(Optional.empty())) {
      load(first.get());
    }
  }

  private void load(RowBlock first) throws IOException {
    RowCopy copy = first.copy();
    if (!first.isWhole()) {
      execute("BEGIN;");
    }
    LoadSession.Rows rows = session.copy(copy.statement);
    RowLines lines = new RowLines();
    for (Optional<RowBlock> block = Optional.of(first);
        block.isPresent();
        block = queue.take(Optional.of(copy))) {
      lines.add(block.get().first(), block.get().lines());
      rows.write(block.get().bytes(), 0, block.get().length());
      queue.giveBack(block.get().bytes());
      session.requireConnected();
    }
    if (queue.isStopped()) {
      return; // closing the session undoes its rows
    }
    Optional<ServerError> error = rows.end();
    session.requireConnected();
    queue.partEnded(copy, error, lines);
    if (!first.isWhole()) {
      execute(queue.isAccepted(copy) ? "COMMIT;" : "ROLLBACK;");
    }
  }

  private void execute(String statement) throws IOException {
    Optional<ServerError> refused = session.execute(statement);
    session.requireConnected();
    if (refused.isPresent()) {
      throw new IOException(statement + " failed: " + refused.get().text());
    }
  }
}
