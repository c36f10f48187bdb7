package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.util.Optional;

/**
 * Gives the application the restored storage in the place of the old one, and gives it the old one
 * back. Neither is copied or written to by this. Each step may be done again after a crash.
 */
public interface Swap {
  /**
   * Returns what {@link #swapBack} needs to know of the time before the swap. It is stored before
   * the swap begins: what the override file says, or the identity of the restored database.
   */
  Optional<String> before(DisasterPlan plan) throws ProblemException;

  /**
   * Returns the identity of the restored storage before the swap, by which another one of its name
   * is told from it; empty where the name is enough.
   */
  default Optional<String> restored(DisasterPlan plan) throws ProblemException {
    return Optional.empty();
  }

  /** Ends the database, or its connections, before its storage is copied or left. */
  void stopDatabase(DisasterPlan plan) throws ProblemException;

  /**
   * Makes the application's database the restored one, and returns when it answers.
   *
   * @param by who requested it, for the comment of what is written
   * @param reason why, for the same
   * @throws ProblemException when it does not; then {@link #swapBack} is what to do
   */
  void swapIn(DisasterPlan plan, String by, String reason, Cancellation cancellation)
      throws ProblemException;

  /**
   * Makes the application's database the old one again, whatever was done before.
   *
   * @param previous what {@link #before} returned, as far as it is still right
   */
  void swapBack(DisasterPlan plan, Optional<String> previous, Cancellation cancellation)
      throws ProblemException;

  /**
   * Lets the database serve as it is after a way back that failed. On the old storage, one that did
   * not run before stays stopped.
   *
   * @param before what {@link #before} returned
   * @param content what the override file says with the new storage; the way back may have changed
   *     that file
   * @return how it is now, as a sentence
   * @throws ProblemException when it has neither the old storage nor the new one
   */
  String resume(DisasterPlan plan, Optional<String> before, String content) throws ProblemException;

  /**
   * Writes down again that the restored storage is in use, if a way back that was interrupted has
   * removed it.
   *
   * @param before what {@link #before} returned
   * @param content what the override file says with the new storage
   * @return false when nothing was written, such as for a target that needs no file
   */
  default boolean nameAgain(DisasterPlan plan, Optional<String> before, String content)
      throws ProblemException {
    return false;
  }

  /**
   * Returns what {@link #before} would have returned, after a person swapped by hand.
   *
   * @throws ProblemException when that was not done
   */
  Optional<String> doneByHand(DisasterPlan plan) throws ProblemException;
}
