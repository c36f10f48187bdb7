package dev.restorebot.engine.diagnose;

/** Carries a {@link Problem} up to whoever reports it. The one checked failure of all ports. */
public class ProblemException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Carries that problem; the cause may be null. */
  protected ProblemException(Problem problem, Throwable cause) {
    super(problem.code().code() + ": " + problem.message(), cause);
    this.problem = problem;
  }

  /** Returns the problem. */
  public Problem problem() {
    return problem;
  }
}
