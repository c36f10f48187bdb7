package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.util.List;

/** Says what a disaster restore's checks mean in a rehearsal. */
final class RehearsalChecks {
  private static final String IGNORE =
      "If these lines are harmless, add them to `disaster.ignore-log-errors`.";
  private static final String COMPARE =
      "Check that the page works in production, and compare with what is different in the rehearsal"
          + " (below).";

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

  /** That its containers run does not show that an application works. */
  static CheckResult evidence(List<CheckResult> all) {
    String name = "application";
    boolean shown =
        all.stream()
            .filter(check -> check.status() == CheckStatus.PASSED)
            .anyMatch(
                check -> check.name().startsWith("http ") || check.detail().equals("healthy"));
    return shown
        ? CheckResult.passed(name, "a page or a health check shows that it works")
        : CheckResult.unknown(
            name,
            "no page was requested and no service has a health check",
            "Add pages to `disaster.http-checks`, or health checks to the services.");
  }
}
