package dev.restorebot.engine.evidence;

import dev.restorebot.engine.job.Report;
import java.util.ArrayList;
import java.util.List;

/** Checks that gave a result, and those that did not. */
record ChecksMade(List<Report.CheckFacts> checked, List<Report.CheckFacts> notChecked) {
  static ChecksMade of(Subject subject) {
    List<Report.CheckFacts> all =
        subject.report().map(Report::checks).filter(c -> !c.isEmpty()).orElse(subject.checks());
    List<Report.CheckFacts> checked = all.stream().filter(ChecksMade::hasResult).toList();
    List<Report.CheckFacts> open =
        new ArrayList<>(all.stream().filter(check -> !hasResult(check)).toList());
    if (all.isEmpty()) {
      open.add(
          new Report.CheckFacts(
              "every check",
              "could-not-verify",
              "the checks did not run" + subject.reason().map(why -> ": " + why).orElse("")));
    }
    return new ChecksMade(checked, open);
  }

  private static boolean hasResult(Report.CheckFacts check) {
    return check.status().equals("passed") || check.isWarning() || check.status().equals("failed");
  }
}
