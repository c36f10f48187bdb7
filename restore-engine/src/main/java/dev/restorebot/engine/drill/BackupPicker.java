package dev.restorebot.engine.drill;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.verify.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Chooses the backup of a drill. */
final class BackupPicker {
  private final BackupCatalog backups;
  private final DrillTests tests;
  private final RandomGenerator random;

  BackupPicker(BackupCatalog backups, DrillTests tests, RandomGenerator random) {
    this.backups = backups;
    this.tests = tests;
    this.random = random;
  }

  /**
   * The backup to take.
   *
   * @throws ProblemException when there is none, or the sources cannot be listed
   */
  Backup pick(DrillSettings settings) throws ProblemException {
    backups.refresh();
    List<Backup> mine = backups.newestFirst().stream().filter(settings::takes).toList();
    if (mine.isEmpty()) {
      throw new Problem(
              ProblemCode.BACKUP_MISSING,
              "There is no backup of " + settings.database() + " to run the drill with.",
              "Check that backups are written, and check their names in `drills`.")
          .exception();
    }
    return switch (settings.pick()) {
      case NEWEST -> mine.get(0);
      case NEWEST_UNVERIFIED -> unverified(mine).orElse(mine.get(0));
      case RANDOM -> mine.get(random.nextInt(mine.size()));
    };
  }

  private Optional<Backup> unverified(List<Backup> mine) {
    Set<String> passed =
        tests.recent().stream()
            .filter(job -> job.outcome().equals(Optional.of(Outcome.PASSED)))
            .map(Job::file)
            .collect(Collectors.toSet());
    return mine.stream().filter(backup -> !passed.contains(backup.file().toString())).findFirst();
  }

  Backup named(String name) throws ProblemException {
    return backups.find(name);
  }
}
