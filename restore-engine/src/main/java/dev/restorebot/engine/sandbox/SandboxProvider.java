package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Optional;

/** Makes and removes sandboxes. The owner of a provider closes it; its sandboxes stay. */
public interface SandboxProvider extends AutoCloseable {
  /** {@code docker} or {@code local}; the value of {@link SandboxInfo#runtime()}. */
  String runtime();

  /**
   * Returns whether a sandbox could be started now: empty, or what is in the way. Answers within
   * seconds.
   */
  Optional<Problem> unavailable();

  /**
   * Starts a server and waits until it accepts connections and the database exists.
   *
   * <p>Whatever fails, nothing stays behind; or the problem's hint lists the commands that remove
   * what does.
   *
   * @param progress hears of slow parts, such as the pull of an image
   */
  Sandbox start(SandboxRequest request, ProgressListener progress, Cancellation cancellation)
      throws ProblemException;

  /** The sandboxes of any restore-bot that exist in this runtime, running or not. */
  List<SandboxInfo> list() throws ProblemException;

  /**
   * Removes a sandbox of which only the facts are known, after a restart. Missing parts are fine.
   */
  void remove(SandboxInfo sandbox) throws ProblemException;

  /**
   * Returns the client programs beside a server that runs in one of its sandboxes and is restored
   * into like any other; empty for every other server.
   */
  default Optional<ClientPrograms> clients(String host, int port) {
    return Optional.empty();
  }

  @Override
  void close();
}
