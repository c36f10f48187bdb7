package dev.restorebot.engine.archive;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;

/** A file holds several databases, and nobody said which one to take. */
public final class SeveralDatabasesException extends ProblemException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> databases;

  /**
   * Says so.
   *
   * @param databases the names of the databases that can be restored from it, in the file's order
   */
  public SeveralDatabasesException(Problem problem, List<String> databases) {
    super(problem, null);
    this.databases = List.copyOf(databases);
  }

  /** Returns the names of the databases, in the file's order; empty when it was not read whole. */
  public List<String> databases() {
    return databases;
  }
}
