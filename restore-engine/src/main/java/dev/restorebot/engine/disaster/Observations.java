package dev.restorebot.engine.disaster;

import dev.restorebot.engine.disaster.contents.ContentsComparison;
import dev.restorebot.engine.disaster.contents.RowCounters;
import dev.restorebot.engine.disaster.contents.WrittenRows;
import java.util.Optional;

/**
 * Records what was observed of the databases of a disaster restore and of its storage.
 *
 * @param comparison the restored database beside production's, before the swap
 * @param counters the restored database's counters before the services wrote to it
 * @param written what a rollback leaves behind, once one was requested
 * @param freshBackup the first backup of the restored database
 * @param committed whether the project's own files name the new storage, without the override file
 * @param oldStorage how far the old storage is deleted; empty while it is kept
 */
public record Observations(
    Optional<ContentsComparison> comparison,
    Optional<RowCounters> counters,
    Optional<WrittenRows> written,
    Optional<FreshBackup> freshBackup,
    boolean committed,
    Optional<DeletedStorage> oldStorage) {
  public Observations {
    // Those of earlier versions have none.
    comparison = comparison == null ? Optional.empty() : comparison;
    counters = counters == null ? Optional.empty() : counters;
    written = written == null ? Optional.empty() : written;
    freshBackup = freshBackup == null ? Optional.empty() : freshBackup;
    oldStorage = oldStorage == null ? Optional.empty() : oldStorage;
  }

  /** Nothing was observed yet. */
  public static final Observations NONE =
      new Observations(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty());

  Observations withComparison(ContentsComparison found) {
    return new Observations(
        Optional.of(found), counters, written, freshBackup, committed, oldStorage);
  }

  Observations withCounters(Optional<RowCounters> found) {
    return new Observations(comparison, found, written, freshBackup, committed, oldStorage);
  }

  Observations withWritten(Optional<WrittenRows> found) {
    return new Observations(comparison, counters, found, freshBackup, committed, oldStorage);
  }

  Observations withFreshBackup(FreshBackup found) {
    return new Observations(
        comparison, counters, written, Optional.of(found), committed, oldStorage);
  }

  Observations withCommitted(boolean now) {
    return new Observations(comparison, counters, written, freshBackup, now, oldStorage);
  }

  Observations withOldStorage(DeletedStorage deleted) {
    return new Observations(
        comparison, counters, written, freshBackup, committed, Optional.of(deleted));
  }
}
