package dev.restorebot.engine.advice;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupStatus;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Tested;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The backups, statuses and tests that the rules check.
 *
 * @param backups all of them, newest first
 * @param statuses the last status of each backup script, by its place
 * @param tests what tests said
 * @param now the present
 */
public record BackupInventory(
    List<Backup> backups, Map<String, BackupStatus> statuses, NewestTests tests, Instant now) {
  /** Makes one. */
  public BackupInventory {
    backups = List.copyOf(backups);
    statuses = Map.copyOf(statuses);
  }

  /**
   * Reads all that is known of a catalog's backups.
   *
   * @param tested what tests said, at most one of each file
   */
  public static BackupInventory of(BackupCatalog catalog, List<Tested> tested, Instant now)
      throws ProblemException {
    return new BackupInventory(
        catalog.thoroughly(), catalog.statuses(), new NewestTests(tested), now);
  }

  /**
   * The backups of each application, newest first. Backups whose names have no application are
   * together under an empty name, and only when no name has one.
   */
  Map<String, List<Backup>> byApp() {
    Map<String, List<Backup>> all = new LinkedHashMap<>();
    boolean named = backups.stream().anyMatch(backup -> backup.app().isPresent());
    backups.stream()
        .filter(backup -> !named || backup.app().isPresent())
        .forEach(
            backup ->
                all.computeIfAbsent(backup.app().orElse(""), app -> new ArrayList<>()).add(backup));
    return all;
  }

  /** Returns the age of a backup. */
  Duration age(Backup backup) {
    return Duration.between(backup.takenAt(), now);
  }

  /** {@code zenops: }, or nothing when there is no name to say. */
  static String prefix(String app) {
    return app.isEmpty() ? "" : app + ": ";
  }
}
