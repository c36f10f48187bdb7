package dev.restorebot.engine.archive;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.util.Optional;

/** Carries a {@link Problem} through streams, which can throw only IOExceptions. */
public final class Failures {
  private Failures() {}

  /** An IOException whose cause carries the problem. */
  public static IOException io(Problem problem) {
    return io(problem.exception());
  }

  /** An IOException with that cause. */
  public static IOException io(ProblemException cause) {
    return new IOException(cause.getMessage(), cause);
  }

  /** The problem that came up through a stream, if it was one. */
  public static Optional<ProblemException> find(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ProblemException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
