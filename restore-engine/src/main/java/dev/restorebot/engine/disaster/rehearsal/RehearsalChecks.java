package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Says what a disaster restore's checks mean in a rehearsal. */
final class RehearsalChecks {
  private static final String IGNORE =
      "If these lines are harmless, add them to `disaster.ignore-log-errors`.";
  private static final String COMPARE =
      "Check that the page works in production, and compare with what is different in the rehearsal"
          + " (below).";

  private static final Pattern OF_APPLICATION = Pattern.compile("^(service|log|http) ");

  private RehearsalChecks() {}

  /**
   * Returns a result of the checklist. The rehearsal is removed when people read it, so no hint
   * names its containers. What is missing in a rehearsal may be why a check failed.
   */
  static CheckResult ofRehearsal(CheckResult found, IsolatedProject project) {
    boolean ofLog = found.name().startsWith("log ");
    boolean ofPage = found.name().startsWith("http ");
    if (found.status() != CheckStatus.FAILED || !(ofLog || ofPage)) {
      return found;
    }
    String hint = ofLog ? IGNORE : COMPARE;
    boolean incomplete =
        ofLog
            ? project.incomplete().contains(found.name().substring("log ".length()))
            : !project.incomplete().isEmpty();
    return incomplete
        ? CheckResult.unknown(
            found.name(),
            found.detail() + " (this may come from what is different in a rehearsal)",
            hint)
        : CheckResult.failed(
            found.name(),
            found.detail(),
            found.problems().stream()
                .map(problem -> new Problem(problem.code(), problem.message(), hint))
                .toList());
  }

  /**
   * Returns results that accuse nobody when services had not the memory that they need: the others
   * may have failed for want of them.
   *
   * @param starved the services that were ended because they used too much memory
   */
  static List<CheckResult> withoutMemory(List<CheckResult> all, Set<String> starved) {
    return excused(
        all,
        starved,
        "the memory limit of a rehearsal, which ended ",
        "Raise `sandbox.docker.memory`, and the service's own limit if that is lower. Then run the"
            + " rehearsal again.");
  }

  /**
   * Returns results that accuse nobody while services are not ready: the others may wait for them.
   *
   * @param starting the services whose health check says neither yes nor no
   */
  static List<CheckResult> whileStarting(List<CheckResult> all, Set<String> starting) {
    return excused(
        all,
        starting,
        "a service that was not ready in time: ",
        "Raise `disaster.check-patience`, then run the rehearsal again.");
  }

  private static List<CheckResult> excused(
      List<CheckResult> all, Set<String> services, String reason, String hint) {
    if (services.isEmpty()) {
      return all;
    }
    String why = " (this may come from " + reason + String.join(", ", services) + ")";
    return all.stream()
        .map(
            check ->
                check.status() == CheckStatus.FAILED && OF_APPLICATION.matcher(check.name()).find()
                    ? CheckResult.unknown(check.name(), check.detail() + why, hint)
                    : check)
        .toList();
  }

  /**
   * That its containers run does not show that an application works, nor does the health of its
   * database.
   *
   * @param database the service of the database
   */
  static CheckResult evidence(List<CheckResult> all, String database) {
    String name = "application";
    boolean shown =
        all.stream()
            .filter(check -> check.status() == CheckStatus.PASSED)
            .filter(check -> !check.name().equals("service " + database))
            .anyMatch(
                check -> check.name().startsWith("http ") || check.detail().startsWith("healthy"));
    if (shown) {
      return CheckResult.passed(name, "a page or a health check shows that it works");
    }
    boolean tried =
        all.stream()
            .anyMatch(
                check ->
                    check.status() != CheckStatus.PASSED
                        && check.status() != CheckStatus.SKIPPED
                        && OF_APPLICATION.matcher(check.name()).find());
    return tried
        ? CheckResult.unknown(
            name, "no page and no health check shows that it works", "Look at the other checks.")
        : CheckResult.unknown(
            name,
            "no page was requested, and no service of the application has a health check",
            "Add pages to `disaster.http-checks`, or health checks to the services.");
  }
}
