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
}
