package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers.Seen;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.verify.CheckResult;
import java.util.List;

/** Judges the containers of a rehearsal's services. */
final class ServiceHealth {
  private final IsolatedProject project;
  private final String notStarted;

  /**
   * Judges the services of that project.
   *
   * @param notStarted what Compose said when it did not start all of them
   */
  ServiceHealth(IsolatedProject project, String notStarted) {
    this.project = project;
    this.notStarted = notStarted;
  }

  /** Returns whether waiting changes nothing any more. */
  boolean isSettled(List<Seen> all) {
    return all.stream()
        .noneMatch(
            seen ->
                (seen.state().equals("running") && seen.health().equals("starting"))
                    || (notStarted.isEmpty() && seen.state().equals("created"))
                    || seen.state().equals("restarting"));
  }

  /** Returns what a container says of its service. */
  CheckResult check(Seen seen) {
    String name = "service " + seen.service();
    if (seen.outOfMemory()) {
      return CheckResult.unknown(
          name,
          "it was ended because it used more memory than a rehearsal gives it",
          "Raise `sandbox.docker.memory`, then run the rehearsal again.");
    }
    return switch (seen.state()) {
      case "running" -> running(name, seen);
      case "exited" -> exited(name, seen);
      case "created" ->
          CheckResult.unknown(
              name,
              "it was not started" + (notStarted.isEmpty() ? "" : ": " + notStarted),
              "Look at the other services first: it may wait for one of them.");
      default -> failed(name, seen, "it is " + seen.state());
    };
  }

  private CheckResult running(String name, Seen seen) {
    if (seen.restarts() > 0) {
      return failed(name, seen, "it ended and was started again " + times(seen.restarts()));
    }
    return switch (seen.health()) {
      case "healthy" -> CheckResult.passed(name, "healthy");
      case "" -> CheckResult.passed(name, "runs; it has no health check");
      case "starting" ->
          CheckResult.unknown(
              name,
              "its health check did not say healthy in time",
              "Raise `disaster.check-patience`, then run the rehearsal again.");
      default -> failed(name, seen, "its health check says " + seen.health());
    };
  }

  private CheckResult exited(String name, Seen seen) {
    return seen.exitCode() == 0 && !project.endless().contains(seen.service())
        ? CheckResult.passed(name, "ended with exit code 0")
        : failed(name, seen, "it ended with exit code " + seen.exitCode());
  }

  private static String times(int count) {
    return Counts.of(count, "time");
  }

  /** Judges a failure: of a service that lacks something, it says nothing about the backup. */
  private CheckResult failed(String name, Seen seen, String detail) {
    if (project.incomplete().contains(seen.service())) {
      return CheckResult.unknown(
          name,
          detail + ", which may come from what is different in a rehearsal",
          "Compare its log with what is different from production (below).");
    }
    return CheckResult.failed(
        name,
        detail,
        "The service does not work on the restored data.",
        "Read the last lines of its log above. Try a newer backup, or the version of the"
            + " application that belongs to this one.");
  }
}
