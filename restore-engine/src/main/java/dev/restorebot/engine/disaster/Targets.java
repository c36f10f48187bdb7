package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;

/** Finds the target of a disaster restore. Changes nothing. */
public interface Targets {
  /**
   * The target as it is at this moment.
   *
   * @throws ProblemException when it cannot be restored in this way, with the reason and what to do
   */
  Target resolve(TargetSettings settings) throws ProblemException;

  /**
   * The target as it is at this moment, for restoring that backup: what nobody else knows of a
   * server that does not run is taken from the backup.
   *
   * @throws ProblemException when it cannot be restored in this way, with the reason and what to do
   */
  default Target resolve(TargetSettings settings, BackupFacts backup) throws ProblemException {
    return resolve(settings);
  }
}
