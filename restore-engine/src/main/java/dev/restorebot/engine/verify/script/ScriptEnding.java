package dev.restorebot.engine.verify.script;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.CheckResult;
import java.time.Duration;
import java.util.List;

/**
 * The ends that a script can have.
 *
 * @param check the name of its result
 * @param startNanos when it was started
 */
record ScriptEnding(String check, long startNanos) {
  CheckResult passed(ScriptOutput output) {
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    return CheckResult.passed(
        check, "ran without an error in " + Durations.text(took) + output.shown());
  }

  /** The script ran, and found something wrong. */
  CheckResult failed(String detail) {
    return CheckResult.failed(
        check,
        detail,
        "Your script found something wrong in the restored database.",
        "Run the script in the sandbox to see more. If the backup is right, correct the script.");
  }

  /** The script could not do its work, which says nothing about the backup. */
  CheckResult notRun(String detail, String hint) {
    return CheckResult.unknown(check, detail, hint);
  }

  /** The script could not do its work because of this problem. */
  CheckResult notRun(String detail, Problem problem) {
    return CheckResult.unknown(check, detail, List.of(problem));
  }
}
