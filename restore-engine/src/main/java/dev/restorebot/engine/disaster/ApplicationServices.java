package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stops and starts the services that use a database. */
public interface ApplicationServices {
  /** Returns the services that run now, or end and are started again and again. */
  List<String> running() throws ProblemException;

  /** Stops them, in this order, and returns when they have ended. Stopped ones are fine. */
  void stop(List<String> services) throws ProblemException;

  /**
   * Starts these services and no others. Running ones are fine; a container that is missing is made
   * again.
   *
   * @param overrideFile read after the project's own files, when it exists
   */
  void start(List<String> services, Path overrideFile) throws ProblemException;

  /**
   * Starts these services and those that they need, in their order and under their conditions, as
   * far as that is known.
   *
   * @param except services that are not started, whoever needs them
   * @param overrideFile as for {@link #start}
   * @throws ProblemException also when a service that another one waits for fails
   */
  default void startWithNeeded(List<String> services, List<String> except, Path overrideFile)
      throws ProblemException {
    start(services, overrideFile);
  }

  /**
   * Waits until each of these services has run for a time, or has failed.
   *
   * @param stableAfter the time that a service must run; one with a health check must be healthy
   * @param patience the longest wait
   * @return the services that do not run as they should, each with the reason
   */
  default Map<String, String> failing(
      List<String> services, Duration stableAfter, Duration patience) throws ProblemException {
    List<String> running = running();
    Map<String, String> failing = new LinkedHashMap<>();
    services.stream()
        .filter(service -> !running.contains(service))
        .forEach(service -> failing.put(service, "it does not run"));
    return failing;
  }
}
