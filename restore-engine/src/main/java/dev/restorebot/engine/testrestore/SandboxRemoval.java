package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.SandboxInfo;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a sandbox. What fails becomes a problem that says how to do it by hand. */
final class SandboxRemoval {
  /** The name of threads that remove a sandbox each: no removal waits for another. */
  static final String THREAD = "sandbox-removal";

  private static final Logger log = LoggerFactory.getLogger(SandboxRemoval.class);

  private SandboxRemoval() {}

  /** The removal itself. */
  @FunctionalInterface
  interface Work {
    /** Removes it. */
    void run() throws ProblemException;
  }

  /** Returns what is left of it; empty when it is gone. Throws nothing. */
  static Optional<Problem> of(SandboxInfo sandbox, Work work) {
    try {
      work.run();
      return Optional.empty();
    } catch (ProblemException e) {
      log.error("{} could not be removed", sandbox.container(), e);
      return Optional.of(e.problem());
    } catch (RuntimeException | Error e) {
      // An Error too: somebody waits for the end.
      log.error("{} could not be removed", sandbox.container(), e);
      return Optional.of(
          new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The sandbox was not removed completely: internal error ("
                  + e.getClass().getSimpleName()
                  + ").",
              String.join("; ", sandbox.removeCommands())));
    }
  }
}
