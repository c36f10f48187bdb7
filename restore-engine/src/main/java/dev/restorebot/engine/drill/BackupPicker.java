package dev.restorebot.engine.drill;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.verify.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * @throws ProblemException when there is none of the drill's database, or the sources cannot be
   *     listed
   */
  Backup pick(DrillSettings settings) throws ProblemException {
    backups.refresh();
    List<Backup> all = backups.newestFirst();
    BackupsOfDatabase wanted = new BackupsOfDatabase(settings.database(), tests::databaseIn);
    Supplier<Stream<Backup>> mine =
        () -> settings.names().isPresent() ? all.stream().filter(settings::takes) : wanted.in(all);
    Optional<Backup> picked =
        switch (settings.pick()) {
          case NEWEST -> mine.get().findFirst();
          case NEWEST_UNVERIFIED ->
              unverified(settings.database(), mine.get()).or(() -> mine.get().findFirst());
          case RANDOM -> any(mine.get().toList());
        };
    if (picked.isEmpty()) {
      throw wanted.none(all);
    }
    return picked.get();
  }

  private Optional<Backup> any(List<Backup> mine) {
    return mine.isEmpty() ? Optional.empty() : Optional.of(mine.get(random.nextInt(mine.size())));
  }

  private Optional<Backup> unverified(String database, Stream<Backup> mine) {
    Set<String> passed =
        tests.recent().stream()
            .filter(job -> job.outcome().equals(Optional.of(Outcome.PASSED)))
            .filter(
                job -> job.database().filter(of -> !BackupsOfDatabase.same(of, database)).isEmpty())
            .map(Job::file)
            .collect(Collectors.toSet());
    return mine.filter(backup -> !passed.contains(backup.file().toString())).findFirst();
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
