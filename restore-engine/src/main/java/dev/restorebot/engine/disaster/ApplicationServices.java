package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Path;
import java.util.List;

/** Stops and starts the services that use a database. */
public interface ApplicationServices {
  /** The services that run now. */
  List<String> running() throws ProblemException;

  /** Stops them, in this order, and returns when they have ended. Stopped ones are fine. */
  void stop(List<String> services) throws ProblemException;

  /** Starts what they had, without making something new. Running ones are fine. */
  void start(List<String> services) throws ProblemException;

  /**
   * Starts them as {@link #start} does, and makes what is missing.
   *
   * @param overrideFile read after the project's own files, when it exists
   */
  default void bringUp(List<String> services, Path overrideFile) throws ProblemException {
    start(services);
  }
}
