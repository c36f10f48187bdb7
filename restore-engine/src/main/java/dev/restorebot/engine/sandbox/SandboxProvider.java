package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Optional;

/** Makes and removes sandboxes. The owner of a provider closes it; its sandboxes stay. */
public interface SandboxProvider extends AutoCloseable {
  /**
   * {@code docker}, {@code local} or {@code embedded}; the value of {@link SandboxInfo#runtime()}.
   */
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

  /**
   * Keeps servers ready for the next requests, of the kinds that were asked for lately: removes
   * those that have waited too long or no longer fit, and starts what is missing. A request takes
   * one that fits and waits less; each serves one request. Blocks until that is done; whatever goes
   * wrong costs only time. A runtime that cannot does nothing.
   *
   * @param policy with 0 servers, a start that is under way is ended too and the kinds are
   *     forgotten
   */
  default void keepWarm(WarmPolicy policy) {}

  /**
   * Opens a running sandbox of which only the facts are known, after a restart.
   *
   * @return the sandbox, with its present port
   * @throws ProblemException when it is gone, or its superuser's password is not known
   */
  Sandbox open(SandboxInfo sandbox) throws ProblemException;

  /** The sandboxes of any restore-bot that exist in this runtime, running or not; warm ones too. */
  List<SandboxInfo> list() throws ProblemException;

  /** Returns how many prepared data folders are kept for the next sandboxes. */
  default int prepared() throws ProblemException {
    return 0;
  }

  /**
   * Removes a sandbox of which only the facts are known, after a restart. Missing parts are fine.
   */
  void remove(SandboxInfo sandbox) throws ProblemException;

  @Override
  void close();
}
