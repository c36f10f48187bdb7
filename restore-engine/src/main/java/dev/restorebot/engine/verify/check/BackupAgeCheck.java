package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The backup itself is not too old. */
final class BackupAgeCheck implements Check {
  static final String NAME = "backup-age";

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
    Optional<Duration> most = context.ladder().times().maxBackupAge();
    if (most.isEmpty()) {
      return CheckResult.skipped(NAME, "no limit is configured (verify.max-backup-age)");
    }
    Optional<Instant> made = BackupTime.of(context.archive());
    if (made.isEmpty()) {
      return CheckResult.unknown(
          NAME, "the backup does not say when it was made", "Check the file's date.");
    }
    Duration age = Duration.between(made.get(), context.restored().now());
    String detail = "made " + Durations.text(age) + " ago, at most " + Durations.text(most.get());
    return age.compareTo(most.get()) <= 0
        ? CheckResult.passed(NAME, detail)
        : CheckResult.failed(
            NAME,
            detail,
            "The backup is older than allowed.",
            "Check whether backups are still being made, and test the newest one.");
  }
}
