package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.util.function.Predicate;

/**
 * Keeps a target to one disaster restore at a time, whatever state folder or machine it is run
 * from. The lock is kept beside the target, so it outlives a crash.
 */
public interface TargetLock {
  /**
   * Takes the lock for that disaster restore. Does nothing when that one has it already, as after a
   * restart.
   *
   * @param left says of an id whether it is of a disaster restore of this state folder that is no
   *     longer at work, so that a lock which it left is taken over
   * @throws ProblemException when another one has it: whose it is, since when, and how to remove it
   */
  void take(Disaster disaster, Predicate<String> left) throws ProblemException;

  /**
   * Refuses when somebody has the lock, without taking it.
   *
   * @param left as for {@link #take}
   */
  void requireFree(TargetSettings target, Predicate<String> left) throws ProblemException;

  /** Ends what else of restore-bot uses the target. Called once a disaster restore is stored. */
  default void makeRoom() {}

  /** Gives the lock back, if that disaster restore has it. */
  void release(Disaster disaster) throws ProblemException;
}
