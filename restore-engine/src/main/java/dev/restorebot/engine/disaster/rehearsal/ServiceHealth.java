package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers.Seen;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Judges the containers of a rehearsal's services. */
final class ServiceHealth {
  /** 128 and SIGKILL or SIGTERM: the kernel without memory, or a person. */
  private static final Set<Long> ENDED_FROM_OUTSIDE = Set.of(137L, 143L);

  /** From then on Docker too takes a container to have started. */
  private static final Duration STABLE = Duration.ofSeconds(10);

  private final IsolatedProject project;
  private final String notStarted;
  private final InstantSource clock;

  /**
   * Judges the services of that project.
   *
   * @param notStarted what Compose said when it did not start all of them
   */
  ServiceHealth(IsolatedProject project, String notStarted, InstantSource clock) {
    this.project = project;
    this.notStarted = notStarted;
    this.clock = clock;
  }

  /** Returns whether waiting changes nothing any more. */
  boolean isSettled(List<Seen> all) {
    return all.stream()
        .noneMatch(
            seen ->
                (seen.state().equals("running") && seen.health().equals("starting"))
                    || endsAgain(seen)
                    || (notStarted.isEmpty() && seen.state().equals("created"))
                    || seen.state().equals("restarting"));
  }

  /**
   * Returns what a container says of its service.
   *
   * @param restarts how often it had been started again when the checklist began
   * @param words tells the first error of its log
   */
  CheckResult check(Seen seen, int restarts, Supplier<String> words) {
    CheckResult found = check(seen, words);
    int more = seen.restarts() - restarts;
    return found.status() == CheckStatus.PASSED && more > 0
        ? CheckResult.warning(
            found.name(),
            "it ended and was started again " + times(more) + " during the checklist",
            "The service works on the restored data, but it did not run all the time.",
            "Look in its log for the reason: " + words.get())
        : found;
  }

  private CheckResult check(Seen seen, Supplier<String> words) {
    String name = "service " + seen.service();
    if (seen.outOfMemory()) {
      return CheckResult.unknown(
          name,
          "it was ended because it used more memory than a rehearsal gives it",
          "Raise `sandbox.docker.memory`, then run the rehearsal again.");
    }
    return switch (seen.state()) {
      case "running" -> running(name, seen, words);
      case "exited" -> exited(name, seen, words);
      case "created" ->
          CheckResult.unknown(
              name,
              "it was not started" + (notStarted.isEmpty() ? "" : ": " + notStarted),
              "Look at the other services first: it may wait for one of them.");
      default -> failed(name, seen, "it is " + seen.state(), words);
    };
  }

  private CheckResult running(String name, Seen seen, Supplier<String> words) {
    if (endsAgain(seen)) {
      return failed(name, seen, "it ended and was started again " + times(seen.restarts()), words);
    }
    return switch (seen.health()) {
      case "healthy" -> CheckResult.passed(name, "healthy" + after(seen));
      case "" -> CheckResult.passed(name, "runs; it has no health check" + after(seen));
      case "starting" ->
          CheckResult.unknown(
              name,
              "its health check did not say healthy in time",
              "Raise `disaster.check-patience`, then run the rehearsal again.");
      default -> failed(name, seen, "its health check says " + seen.health(), words);
    };
  }

  /** A service may start before what it needs, and work when it is started again. */
  private boolean endsAgain(Seen seen) {
    return seen.state().equals("running")
        && seen.restarts() > 0
        && seen.startedAt().filter(at -> at.plus(STABLE).isAfter(clock.instant())).isPresent();
  }

  private static String after(Seen seen) {
    return seen.restarts() == 0
        ? ""
        : ", after it was started again " + times(seen.restarts()) + " at the beginning";
  }

  private CheckResult exited(String name, Seen seen, Supplier<String> words) {
    if (seen.exitCode() == 0 && project.endless().contains(seen.service())) {
      return CheckResult.unknown(
          name,
          "it ended with exit code 0, and production starts it again whenever it ends",
          "If that is how it works, leave it out with `disaster.rehearse-without`.");
    }
    if (ENDED_FROM_OUTSIDE.contains(seen.exitCode())) {
      return CheckResult.unknown(
          name,
          "it was ended from outside (exit code " + seen.exitCode() + ")",
          "Somebody may have stopped it, or the machine had no memory left. Run the rehearsal"
              + " again.");
    }
    return seen.exitCode() == 0
        ? CheckResult.passed(name, "ended with exit code 0")
        : failed(name, seen, "it ended with exit code " + seen.exitCode(), words);
  }

  private static String times(int count) {
    return Counts.of(count, "time");
  }

  /** Judges a failure: of a service that lacks something, it says nothing about the backup. */
  private CheckResult failed(String name, Seen seen, String what, Supplier<String> words) {
    String detail = what + "; its log: " + words.get();
    if (project.incomplete().contains(seen.service())) {
      return CheckResult.unknown(
          name,
          detail + " (this may come from what is different in a rehearsal)",
          "Compare this with what is different from production (below).");
    }
    return CheckResult.failed(
        name,
        detail,
        "The service does not work on the restored data.",
        "Try a newer backup, or the version of the" + " application that belongs to this one.");
  }
}
