package dev.restorebot.engine;

import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.RunbookFolder;
import dev.restorebot.engine.testrestore.TestHistory;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the runbook of each target, so that people have it when the bot is dead too. */
final class DailyRunbooks {
  private static final Logger log = LoggerFactory.getLogger(DailyRunbooks.class);

  /** The number of backups of which the newest suitable one is taken. */
  private static final int MOST = 20;

  private final Supplier<EngineSettings> live;
  private final BackupCatalog backups;
  private final TestHistory tests;
  private final RunbookFolder folder;

  /**
   * Writes into that folder, by the settings of the moment.
   *
   * @param tests knows which backups failed
   */
  DailyRunbooks(
      Supplier<EngineSettings> live,
      BackupCatalog backups,
      TestHistory tests,
      RunbookFolder folder) {
    this.live = live;
    this.backups = backups;
    this.tests = tests;
    this.folder = folder;
  }

  /** Writes the runbook of that target. A failure is remembered for the doctor, never thrown. */
  void write(DisasterParts target) {
    try {
      Runbook runbook = newest(target);
      folder.write(
          target.name(), runbook.backup().displayName(), runbook.text(), target.runbookCopy());
    } catch (ProblemException e) {
      log.warn("the runbook of {} was not made: {}", target.name(), e.getMessage());
      folder.failed(target.name(), e.problem());
    } catch (RuntimeException e) {
      log.error("the runbook of {} was not made", target.name(), e);
      folder.failed(
          target.name(),
          new Problem(
              ProblemCode.INTERNAL_ERROR,
              "restore-bot met an unexpected error.",
              "Read the bot's log, and report it."));
    }
  }

  /** Of the newest backup that can be read, is of the target's database and did not fail a test. */
  private Runbook newest(DisasterParts target) throws ProblemException {
    EngineSettings settings = live.get();
    ArchiveReader reader = BackupParts.reader(settings);
    List<Backup> all = BackupParts.targets(settings).of(target.name(), backups.listable());
    Optional<ProblemException> first = Optional.empty();
    for (Backup backup : all.stream().limit(MOST).toList()) {
      if (tests
              .named(backup.name(), backup.sizeBytes())
              .filter(TestHistory.TestedFile::failed)
              .isPresent()
          || reader
              .databaseIn(backup.file())
              .filter(name -> !BackupsOfDatabase.same(name, target.database()))
              .isPresent()) {
        continue;
      }
      try {
        return new Runbook(backup, target.runbook(backup, tests));
      } catch (ProblemException e) {
        if (!isOf(e, backup)) {
          throw e;
        }
        first = first.isPresent() ? first : Optional.of(e);
      }
    }
    throw first.orElseGet(
        () ->
            new Problem(
                    ProblemCode.BACKUP_MISSING,
                    "There is no backup of the database "
                        + target.database()
                        + " that did not fail its test.",
                    "Check that backups are written: restore-bot backups")
                .exception());
  }

  /** Another backup may do where this one is at fault; a target that is refused stays so. */
  private static boolean isOf(ProblemException e, Backup backup) {
    log.debug("no runbook for {}", backup.name(), e);
    return switch (e.problem().code().blame()) {
      case BACKUP, INPUT -> true;
      default -> false;
    };
  }

  private record Runbook(Backup backup, String text) {}
}
