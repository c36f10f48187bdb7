package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.ServerError;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Sends a plain dump over several sessions: the rows of COPYs, those of one large table too, and
 * then indexes, keys and foreign keys. Every other statement, and the first of these, waits for all
 * that comes before it in the dump: no index or constraint is made before every row is there.
 *
 * <p>What fails is heard in the dump's order. A statement that failed beside others, be it for a
 * deadlock, is repeated alone, and counts if it fails again.
 */
final class ParallelSessions implements PlainTarget, AutoCloseable {
  private final LoadSession main;
  private final LoadSessions others;
  private final int jobs;
  private final int blockSize;
  private final Heard heard;
  private final SessionSettings settings = new SessionSettings();
  private volatile Optional<ParallelRows> rows = Optional.empty();
  private Optional<ParallelSteps> steps = Optional.empty();
  private boolean rowsInOrder;

  /**
   * Sends over sessions.
   *
   * @param main runs whatever has to be run alone
   * @param others closed with this
   * @param jobs how many of the others work at once
   * @param blockSize of rows, in bytes; a COPY with fewer is loaded by one session
   */
  ParallelSessions(LoadSession main, LoadSessions others, int jobs, int blockSize, Heard heard) {
    this.main = main;
    this.others = others;
    this.jobs = jobs;
    this.blockSize = blockSize;
    this.heard = heard;
  }

  @Override
  public boolean isLost() {
    return main.isLost()
        || rows.stream().anyMatch(ParallelRows::isStopped)
        || steps.stream().anyMatch(ParallelSteps::isStopped);
  }

  @Override
  public void reached(long line) {
    if (steps.isEmpty()) {
      heard.reached(line);
    }
  }

  @Override
  public void execute(long line, String statement) throws IOException {
    Optional<LockQueue.Step<PlainStep>> step =
        main.isInTransaction() ? Optional.empty() : PostData.step(line, statement);
    if (step.isPresent()) {
      finishRows();
      rowsInOrder = true;
      if (steps.isEmpty()) {
        steps = Optional.of(new ParallelSteps(others, settings.statements(), jobs, heard));
      }
      steps.get().add(step.get());
      return;
    }
    finish();
    alone(line, statement);
  }

  private void alone(long line, String statement) {
    rowsInOrder |= PostData.bindsRows(statement);
    Optional<ServerError> refused = main.execute(statement);
    if (refused.isPresent()) {
      heard.refused(line, refused.get(), statement);
    } else {
      settings.ran(statement);
    }
  }

  @Override
  public Rows copy(String statement) throws IOException {
    RowCopy copy = new RowCopy(statement);
    if (rowsInOrder || main.isInTransaction() || !isPlain(copy)) {
      return copyAlone(statement);
    }
    if (rows.isEmpty()) {
      rows = Optional.of(new ParallelRows(others, settings.statements(), jobs));
    }
    return new RowBlocks(rows.get().queue(), copy, blockSize, this::copyAlone);
  }

  /** Another table's rows may have to be there before those of one with keys or triggers. */
  private boolean isPlain(RowCopy copy) {
    return !copy.table().isEmpty() && main.isPlain(copy.table());
  }

  private Rows copyAlone(String statement) throws IOException {
    finish();
    return new OneSession(main, heard).copy(statement);
  }

  @Override
  public void finish() throws IOException {
    main.requireConnected();
    finishRows();
    if (steps.isPresent()) {
      for (PlainStep failed : ended(steps.get())) {
        alone(failed.line(), failed.statement());
        heard.finished(failed.line());
      }
      steps = Optional.empty();
    }
    main.requireConnected();
  }

  private void finishRows() throws IOException {
    if (rows.isPresent()) {
      ended(rows.get()).stream()
          .sorted(Comparator.comparingLong(copy -> copy.dumpLine))
          .forEach(copy -> heard.refused(copy.dumpLine, copy.error.get(), copy.statement));
      rows = Optional.empty();
    }
  }

  private static <T> List<T> ended(Phase<T> phase) throws IOException {
    try {
      return phase.finish();
    } catch (SQLException e) {
      ProblemException problem = JdbcPlainClient.noConnection(e);
      throw new IOException(problem.getMessage(), problem);
    }
  }

  /** Ends all waiting for each other, from another thread: the sessions are gone. */
  void stop() {
    rows.ifPresent(loading -> loading.queue().stop());
  }

  @Override
  public void close() {
    others.close();
    rows.ifPresent(ParallelRows::close);
    steps.ifPresent(ParallelSteps::close);
  }
}
