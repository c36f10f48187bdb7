package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.PageGetter;
import java.util.List;

/** The containers of a rehearsal. */
public interface RehearsalContainers {
  /** Copies files of the project's folder into containers that were not started yet. */
  void copy(RehearsalNames names, List<IsolatedProject.Copy> copies) throws ProblemException;

  /** Returns how the services' containers are now. */
  List<Seen> look(RehearsalNames names) throws ProblemException;

  /** Gets pages from inside the rehearsal's networks. */
  PageGetter pages(RehearsalNames names, IsolatedProject project);

  /**
   * Removes all that was made for a rehearsal; missing parts are fine.
   *
   * @param volumes of restored data; one that was not made for it stays
   */
  void remove(RehearsalNames names, List<String> volumes) throws ProblemException;

  /**
   * A container.
   *
   * @param service its service
   * @param state Docker's word, such as {@code running}, {@code exited}
   * @param exitCode of one that exited
   * @param health Docker's word for the health check; empty without one
   * @param outOfMemory whether it was ended because it used too much memory
   * @param restarts how often it was started again
   */
  record Seen(
      String service,
      String state,
      long exitCode,
      String health,
      boolean outOfMemory,
      int restarts) {}
}
