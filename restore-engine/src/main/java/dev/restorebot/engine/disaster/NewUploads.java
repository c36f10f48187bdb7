package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.CheckResult;

/**
 * Makes and fills a volume of uploads beside production's, for plans that have one. Never writes to
 * a volume that production has.
 */
public interface NewUploads {
  /** Creates the plan's new volume of uploads, empty. Whatever fails, {@link #discard} follows. */
  void create(DisasterPlan plan) throws ProblemException;

  /**
   * Unpacks the plan's archive into it, with the owners' numbers and the modes that it has.
   *
   * @throws ProblemException also when it is no longer the archive that was planned for
   */
  void fill(DisasterPlan plan, ProgressListener progress, Cancellation cancellation)
      throws ProblemException;

  /** Checks that the volume has as many files and bytes as the archive. */
  CheckResult verify(DisasterPlan plan) throws ProblemException;

  /** Removes what {@link #create} made; missing parts are fine. Refuses what others made. */
  void discard(DisasterPlan plan) throws ProblemException;
}
