package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Inspects production's containers as they are now. Changes nothing. */
public interface DatabaseProbe {
  /**
   * The volume, or the folder's path, that the database's container really has at its data folder,
   * running or not.
   */
  String mountedVolume(Target target) throws ProblemException;

  /**
   * The same after the swap or the rollback of that disaster restore: the name of the old or of the
   * new storage in its plan, or what else is there; empty for nothing.
   */
  default String storage(Disaster disaster) throws ProblemException {
    return mountedVolume(disaster.plan().target());
  }

  /** The volume that a service's container really has at that path, running or not. */
  String mountedVolume(Target target, String service, String path) throws ProblemException;

  /**
   * Fails unless that volume or folder is there. Compose makes a missing volume, empty, and says
   * nothing.
   */
  void requireVolume(Target target, String volume) throws ProblemException;

  /** Waits until the database answers a query; fails at once when its container has ended. */
  void awaitAccepting(Target target, Duration patience, Cancellation cancellation)
      throws ProblemException;

  /**
   * Calls back soon after a container of a Compose project was started or removed. Connects again
   * when the connection ends; somebody who must not miss anything looks regularly all the same.
   *
   * @return ends it when it is closed; empty when there are no such calls
   */
  default Optional<Listening> onContainerChange(Runnable changed) {
    return Optional.empty();
  }

  /** Calls back until it is closed. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** The rows of a query to the restored database, each a list of its values. */
  List<List<String>> query(Target target, String sql) throws ProblemException;

  /** Returns what a service's containers printed since then, at most the last thousand lines. */
  List<String> log(Target target, String service, Instant since) throws ProblemException;
}
