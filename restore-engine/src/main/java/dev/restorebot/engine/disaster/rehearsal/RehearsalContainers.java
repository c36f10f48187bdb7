package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.PageGetter;
import dev.restorebot.engine.task.Cancellation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The containers of a rehearsal. */
public interface RehearsalContainers {
  /**
   * Looks at production and its machine before anything is made. Changes nothing.
   *
   * @param services those of production whose memory counts
   * @param volumes production's volumes, by their names in Docker
   */
  Production look(DisasterPlan plan, List<String> services, List<String> volumes)
      throws ProblemException;

  /** Copies files of the project's folder into containers that were not started yet. */
  void copy(RehearsalNames names, List<IsolatedProject.Copy> copies) throws ProblemException;

  /** Returns the free bytes of Docker's disk, once the containers run; within half a minute. */
  long freeDisk(RehearsalNames names) throws ProblemException;

  /** Returns how the services' containers are now. */
  List<Seen> look(RehearsalNames names) throws ProblemException;

  /** Gets pages from inside the rehearsal's networks, until that is cancelled. */
  PageGetter pages(RehearsalNames names, IsolatedProject project, Cancellation cancellation);

  /**
   * Removes all that was made for a rehearsal; missing parts are fine.
   *
   * @param volumes of restored data; one that was not made for it stays
   */
  void remove(RehearsalNames names, List<String> volumes) throws ProblemException;

  /**
   * Production and its machine.
   *
   * @param withFiles the volumes that hold files
   * @param memoryUsed bytes of memory that the services use now
   * @param memoryFree bytes of memory that the machine can give
   */
  record Production(Set<String> withFiles, long memoryUsed, long memoryFree) {
    public Production {
      withFiles = Set.copyOf(withFiles);
    }
  }

  /**
   * A container.
   *
   * @param service its service
   * @param state Docker's word, such as {@code running}, {@code exited}
   * @param exitCode of one that exited
   * @param health Docker's word for the health check; empty without one
   * @param outOfMemory whether it was ended because it used too much memory
   * @param restarts how often it was started again
   * @param startedAt its last start; empty when it does not run
   */
  record Seen(
      String service,
      String state,
      long exitCode,
      String health,
      boolean outOfMemory,
      int restarts,
      Optional<Instant> startedAt) {}
}
