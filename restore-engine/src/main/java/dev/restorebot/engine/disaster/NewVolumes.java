package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;

/** Makes and fills volumes beside production's. Never writes to a volume that production has. */
public interface NewVolumes {
  /**
   * Creates the plan's new volume and starts a server on it that is like production's: the same
   * image, roles with their passwords, encoding, locale, checksums, and the database, empty. It has
   * no way out to a network. Production's server must run, for it is asked for its roles.
   *
   * <p>Whatever fails, {@link #discard} takes it back.
   */
  Filling start(DisasterPlan plan, ProgressListener progress, Cancellation cancellation)
      throws ProblemException;

  /**
   * Removes what {@link #start} made, the volume too; missing parts are fine. Refuses a volume that
   * was not made for this plan, and Docker itself refuses one that a container has.
   */
  void discard(DisasterPlan plan) throws ProblemException;

  /**
   * Copies the old volume, byte for byte, to the plan's safety volume. The database must be
   * stopped. Starts again when an earlier copy was not finished.
   */
  void safetyCopy(DisasterPlan plan, Cancellation cancellation) throws ProblemException;

  /**
   * Starts a server on a copy of the plan's new volume, with a login that only reads, so that
   * people can look at the restored data. The new volume is not written to. The copy is made in the
   * background.
   *
   * @return the command for the bot's host that opens a session
   */
  String look(DisasterPlan plan) throws ProblemException;

  /** Removes what {@link #look} made; missing is fine. */
  void closeLook(DisasterPlan plan) throws ProblemException;

  /** Returns whether there is such a volume, folder or database. */
  boolean exists(DisasterPlan plan, String storage) throws ProblemException;

  /** Returns the containers, running or not, that mount that volume or folder. */
  List<String> users(DisasterPlan plan, String storage) throws ProblemException;

  /**
   * Deletes a volume or a folder that production had before a disaster restore or before its
   * rollback, or a copy. The only method that deletes what it did not make. Missing is fine;
   * refused while a container mounts it.
   */
  void deleteLeft(DisasterPlan plan, String storage) throws ProblemException;

  /** A server that fills a new volume. */
  interface Filling {
    /** To load into and to verify. */
    Sandbox sandbox();

    /**
     * Leaves the volume as production needs it: statistics made, production's own settings and
     * passwords, nothing of how it was filled, shut down cleanly, everything on the disk.
     */
    void finish(Cancellation cancellation) throws ProblemException;

    /** Lets go of what it holds on this machine, finished or not. */
    default void release() throws ProblemException {}
  }
}
