package dev.restorebot.engine.drill;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Chooses the backup of a drill. */
final class BackupPicker {
  private final BackupCatalog backups;
  private final Function<DrillKind, DrillRuns> runs;
  private final RandomGenerator random;

  BackupPicker(BackupCatalog backups, Function<DrillKind, DrillRuns> runs, RandomGenerator random) {
    this.backups = backups;
    this.runs = runs;
    this.random = random;
  }

  /**
   * The backup to take.
   *
   * @throws ProblemException when there is none of the drill's database, or the sources cannot be
   *     listed
   */
  Backup pick(DrillSettings settings) throws ProblemException {
    backups.refresh();
    List<Backup> all = backups.newestFirst();
    DrillRuns of = runs.apply(settings.kind());
    Optional<Backup> picked =
        switch (settings.pick()) {
          case NEWEST -> of.backups(settings, all).findFirst();
          case NEWEST_UNVERIFIED ->
              of.backups(settings, all)
                  .filter(backup -> !of.hasPassed(settings, backup))
                  .findFirst();
          case RANDOM -> any(of.backups(settings, all).toList());
        };
    if (picked.isEmpty() && settings.pick() == BackupRule.NEWEST_UNVERIFIED) {
      picked = of.backups(settings, all).findFirst();
    }
    if (picked.isEmpty()) {
      throw new BackupsOfDatabase(settings.database(), of::databaseIn).none(all);
    }
    return picked.get();
  }

  private Optional<Backup> any(List<Backup> mine) {
    return mine.isEmpty() ? Optional.empty() : Optional.of(mine.get(random.nextInt(mine.size())));
  }

  /**
   * The one that somebody names.
   *
   * @throws ProblemException when there is none
   */
  Backup named(String name) throws ProblemException {
    return backups.find(name);
  }
}
