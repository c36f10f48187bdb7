package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;

/** Plans the rehearsals of a target. */
public interface RehearsalPlanning {
  /**
   * Fails when no backup of the target can be rehearsed.
   *
   * @throws ProblemException with the reason and what to do
   */
  void requireSuitable() throws ProblemException;

  /** Returns an id that none has. */
  String newId();

  /**
   * Returns the plan of that id for a disaster restore of that backup, which is read whole.
   *
   * @throws ProblemException when it could not be carried out, with the reason and what to do
   */
  DisasterPlan plan(String id, Backup backup, ProgressListener progress, Cancellation cancellation)
      throws ProblemException;
}
