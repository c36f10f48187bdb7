package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers.Seen;
import dev.restorebot.engine.verify.CheckResult;
import java.util.List;

/** Judges the containers of a rehearsal's services. */
final class ServiceHealth {
  private ServiceHealth() {}

  /**
   * Returns whether waiting changes nothing any more.
   *
   * @param started whether all were started; else those that were not stay so
   */
  static boolean isSettled(List<Seen> all, boolean started) {
    return all.stream()
        .noneMatch(
            seen ->
                (seen.state().equals("running") && seen.health().equals("starting"))
                    || (started && seen.state().equals("created"))
                    || seen.state().equals("restarting"));
  }

  /** Returns what a container says of its service. */
  static CheckResult check(Seen seen) {
    String name = "service " + seen.service();
    return switch (seen.state()) {
      case "running" ->
          switch (seen.health()) {
            case "healthy" -> CheckResult.passed(name, "healthy");
            case "" -> CheckResult.passed(name, "runs; it has no health check");
            default -> failed(name, seen, "its health check says " + seen.health());
          };
      case "exited" ->
          seen.exitCode() == 0
              ? CheckResult.passed(name, "ended with exit code 0")
              : failed(name, seen, "it ended with exit code " + seen.exitCode());
      case "created" -> failed(name, seen, "it was not started: what it depends on is not ready");
      default -> failed(name, seen, "it is " + seen.state());
    };
  }

  private static CheckResult failed(String name, Seen seen, String detail) {
    return CheckResult.failed(
        name,
        detail,
        List.of(
            new Problem(
                ProblemCode.CHECK_FAILED,
                name + ": " + detail + " on the restored data.",
                "Look at the errors of its log in the checks below (`log "
                    + seen.service()
                    + "`).")));
  }
}
