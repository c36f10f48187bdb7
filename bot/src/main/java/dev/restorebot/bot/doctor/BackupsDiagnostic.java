package dev.restorebot.bot.doctor;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.InstantSource;

/** Every folder and remote can be listed, and there is a backup in one of them. */
public record BackupsDiagnostic(BackupCatalog backups, InstantSource clock)
    implements DiagnosticCheck {
  @Override
  public String name() {
    return "backups";
  }

  @Override
  public Finding examine() throws ProblemException {
    Backup newest = backups.latest();
    Duration age = Duration.between(newest.takenAt(), clock.instant());
    if (age.isNegative()) {
      return Finding.warning(
          name(),
          "The newest backup "
              + newest.displayName()
              + " is from the future: "
              + Durations.text(age.negated())
              + " ahead of this machine's clock. So its age is not known.",
          "Check the clock and the time zone of the machine that makes the backups, and of this"
              + " one.");
    }
    return Finding.ok(
        name(),
        Counts.of(backups.newestFirst().size(), "backup")
            + " found; the newest is "
            + newest.displayName()
            + ", made "
            + Durations.text(age)
            + " ago.");
  }
}
