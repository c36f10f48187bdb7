package dev.restorebot.engine.verify;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.util.List;

/**
 * The result of a check.
 *
 * @param name the check's stable name
 * @param status how it ended
 * @param detail one or two sentences for people: what was found, or why nothing was
 * @param problems what is wrong and what to do; empty when it passed or was skipped
 */
public record CheckResult(String name, CheckStatus status, String detail, List<Problem> problems) {
  public CheckResult {
    problems = List.copyOf(problems);
  }

  public static CheckResult passed(String name, String detail) {
    return new CheckResult(name, CheckStatus.PASSED, detail, List.of());
  }

  public static CheckResult skipped(String name, String why) {
    return new CheckResult(name, CheckStatus.SKIPPED, why, List.of());
  }

  /** Passed, with something that people should know of: what that means, and what to do. */
  public static CheckResult warning(String name, String detail, String meaning, String hint) {
    String message = meaning + " (" + name + ": " + detail + ")";
    return new CheckResult(
        name,
        CheckStatus.WARNING,
        detail,
        List.of(new Problem(ProblemCode.CHECK_WARNING, message, hint)));
  }

  /** The same with words before and after its detail, in its problems too. */
  public CheckResult inDetail(String before, String after) {
    String whole = before + detail + after;
    return new CheckResult(
        name,
        status,
        whole,
        problems.stream()
            .map(p -> new Problem(p.code(), p.message().replace(detail, whole), p.hint()))
            .toList());
  }

  /** The same as a failure, where the settings want no warning of this check. */
  CheckResult asFailure() {
    return failed(
        name,
        detail,
        problems.stream()
            .map(p -> new Problem(ProblemCode.CHECK_FAILED, p.message(), p.hint()))
            .toList());
  }

  /** The same where the restore had errors: they, and not the backup, may be why it failed. */
  public CheckResult afterRestoreErrors() {
    return new CheckResult(
        name,
        status,
        detail,
        problems.stream()
            .map(
                p ->
                    new Problem(
                        p.code(),
                        p.message(),
                        "Solve the restore errors first: they may be the cause. Then run the test"
                            + " again."))
            .toList());
  }

  public static CheckResult failed(String name, String detail, List<Problem> problems) {
    return new CheckResult(name, CheckStatus.FAILED, detail, problems);
  }

  /** Failed, for one reason: what that means, and what to do. */
  public static CheckResult failed(String name, String detail, String meaning, String hint) {
    String message = meaning + " (" + name + ": " + detail + ")";
    return failed(name, detail, List.of(new Problem(ProblemCode.CHECK_FAILED, message, hint)));
  }

  public static CheckResult unknown(String name, String detail, List<Problem> problems) {
    return new CheckResult(name, CheckStatus.COULD_NOT_VERIFY, detail, problems);
  }

  /** Could not be checked, for one reason, and what to do. */
  public static CheckResult unknown(String name, String detail, String hint) {
    String message = "The check " + name + " could not be run: " + detail + ".";
    return unknown(name, detail, List.of(new Problem(ProblemCode.CHECK_BROKEN, message, hint)));
  }
}
