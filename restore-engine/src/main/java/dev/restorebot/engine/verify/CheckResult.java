package dev.restorebot.engine.verify;

import dev.restorebot.engine.diagnose.Problem;
import java.util.List;

/**
 * What a check found.
 *
 * @param name the check's stable name
 * @param status how it ended
 * @param detail one or two sentences for people: what was found, or why nothing was
 * @param problems what is wrong and what to do; empty unless it failed or could not be checked
 */
public record CheckResult(String name, CheckStatus status, String detail, List<Problem> problems) {
  public CheckResult {
    problems = List.copyOf(problems);
  }

  static CheckResult passed(String name, String detail) {
    return new CheckResult(name, CheckStatus.PASSED, detail, List.of());
  }

  static CheckResult skipped(String name, String why) {
    return new CheckResult(name, CheckStatus.SKIPPED, why, List.of());
  }

  static CheckResult failed(String name, String detail, List<Problem> problems) {
    return new CheckResult(name, CheckStatus.FAILED, detail, problems);
  }

  static CheckResult unknown(String name, String detail, List<Problem> problems) {
    return new CheckResult(name, CheckStatus.COULD_NOT_VERIFY, detail, problems);
  }
}
