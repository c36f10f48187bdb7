package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.server.ServerError;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Sessions that load one dump beside its main session, with the same settings. Thread-safe. */
final class LoadSessions implements AutoCloseable {
  private final Sandbox sandbox;
  private final Cancellation cancellation;
  private final Deque<LoadSession> idle = new ArrayDeque<>();
  private final List<LoadSession> all = new ArrayList<>();

  LoadSessions(Sandbox sandbox, Cancellation cancellation) {
    this.sandbox = sandbox;
    this.cancellation = cancellation;
  }

  /**
   * Returns a session for the caller alone.
   *
   * @param settings statements that make its settings
   */
  LoadSession take(List<String> settings) throws SQLException, IOException {
    LoadSession session = idle().orElse(null);
    if (session == null) {
      session = LoadSession.open(sandbox, cancellation);
      opened(session);
    }
    for (String setting : settings) {
      Optional<ServerError> refused = session.execute(setting);
      session.requireConnected();
      if (refused.isPresent()) {
        throw notAlike(refused.get());
      }
    }
    return session;
  }

  private synchronized Optional<LoadSession> idle() {
    return Optional.ofNullable(idle.poll());
  }

  private synchronized void opened(LoadSession session) {
    all.add(session);
  }

  /** Takes a session back, with nothing open in it. */
  synchronized void giveBack(LoadSession session) {
    idle.push(session);
  }

  private static IOException notAlike(ServerError error) {
    ProblemException problem =
        new Problem(
                ProblemCode.SANDBOX_FAILED,
                "A second session with the settings of the dump could not be had: " + error.text(),
                "Set `restore.plain-loader: psql`, then run the restore again.")
            .exception();
    return new IOException(problem.getMessage(), problem);
  }

  @Override
  public synchronized void close() {
    for (LoadSession session : all) {
      if (!idle.contains(session)) {
        session.abort();
      }
      session.close();
    }
  }
}
