package dev.restorebot.engine.diagnose;

import java.util.Objects;

/**
 * A problem as people read it: what is wrong, what it means and what to do.
 *
 * @param code the kind of problem
 * @param message what happened and what it means; one or two sentences, no secret, no stack trace
 * @param hint what to do about it; one or two sentences or a command
 */
public record Problem(ProblemCode code, String message, String hint) {
  public Problem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(hint, "hint");
  }

  /** This problem as an exception. */
  public ProblemException exception() {
    return new ProblemException(this, null);
  }

  /** This problem as an exception with what caused it, for the log. */
  public ProblemException exception(Throwable cause) {
    return new ProblemException(this, cause);
  }
}
