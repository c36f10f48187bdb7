package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;

/** Says that a backup can only be loaded by psql or pg_restore, which a sandbox has not. */
final class NeedsClientTools {
  private NeedsClientTools() {}

  /**
   * Makes the problem.
   *
   * @param what what restore-bot's own loader does not load, such as {@code text in the encoding X}
   */
  static Problem problem(String what) {
    return new Problem(
        ProblemCode.NO_POSTGRESQL_INSTALLED,
        "This backup has something that only psql or pg_restore loads ("
            + what
            + "), and this sandbox has neither. This says nothing about the backup.",
        "Install PostgreSQL's server and client packages, or use Docker.");
  }
}
