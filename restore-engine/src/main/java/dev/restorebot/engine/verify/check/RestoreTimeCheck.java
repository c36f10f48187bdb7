package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import java.time.Duration;
import java.util.Optional;

/** The restore is done within the time that the business allows for it. */
final class RestoreTimeCheck implements Check {
  static final String NAME = "restore-time";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean dependsOnRestore() {
    return false;
  }

  @Override
  public CheckResult run(CheckContext context) {
    Optional<Duration> most = context.ladder().times().maxRestoreTime();
    if (most.isEmpty()) {
      return CheckResult.skipped(NAME, "no budget is configured (verify.max-restore-time)");
    }
    Duration took = context.load().took();
    String detail = "took " + Durations.text(took) + ", budget " + Durations.text(most.get());
    return took.compareTo(most.get()) <= 0
        ? CheckResult.passed(NAME, detail)
        : CheckResult.failed(
            NAME,
            detail,
            "The restore takes longer than the recovery time allows.",
            "The data are there. Use custom format for parallel jobs, give the sandbox more CPUs"
                + " and memory, or agree on another recovery time.");
  }
}
