package dev.restorebot.engine.disaster;

import dev.restorebot.engine.disaster.contents.ContentsComparison;
import dev.restorebot.engine.disaster.contents.RowCounters;
import dev.restorebot.engine.disaster.contents.WrittenRows;
import java.util.List;
import java.util.Optional;

/**
 * Records what was observed of the databases of a disaster restore and of its storage.
 *
 * @param comparison the restored database beside production's, before the swap
 * @param counters the restored database's counters before the services wrote to it
 * @param written what a rollback leaves behind, once one was requested
 * @param freshBackup the first backup of the restored database
 * @param committed whether the project's own files name the new storage, without the override file
 * @param oldStorage how far the storage that it left is deleted; empty while it is kept
 * @param gone the volumes and folders of that storage that somebody deleted by hand
 */
public record Observations(
    Optional<ContentsComparison> comparison,
    Optional<RowCounters> counters,
    Optional<WrittenRows> written,
    Optional<FreshBackup> freshBackup,
    boolean committed,
    Optional<DeletedStorage> oldStorage,
    List<String> gone) {
  public Observations {
    // Those of earlier versions have none.
    comparison = comparison == null ? Optional.empty() : comparison;
    counters = counters == null ? Optional.empty() : counters;
    written = written == null ? Optional.empty() : written;
    freshBackup = freshBackup == null ? Optional.empty() : freshBackup;
    oldStorage = oldStorage == null ? Optional.empty() : oldStorage;
    gone = gone == null ? List.of() : List.copyOf(gone);
  }

  /** Nothing was observed yet. */
  public static final Observations NONE =
      new Observations(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          List.of());

  Observations withComparison(ContentsComparison found) {
    return new Observations(
        Optional.of(found), counters, written, freshBackup, committed, oldStorage, gone);
  }

  Observations withCounters(Optional<RowCounters> found) {
    return new Observations(comparison, found, written, freshBackup, committed, oldStorage, gone);
  }

  Observations withWritten(Optional<WrittenRows> found) {
    return new Observations(comparison, counters, found, freshBackup, committed, oldStorage, gone);
  }

  Observations withFreshBackup(FreshBackup found) {
    return new Observations(
        comparison, counters, written, Optional.of(found), committed, oldStorage, gone);
  }

  Observations withCommitted(boolean now) {
    return new Observations(comparison, counters, written, freshBackup, now, oldStorage, gone);
  }

  Observations withOldStorage(DeletedStorage deleted) {
    return new Observations(
        comparison, counters, written, freshBackup, committed, Optional.of(deleted), gone);
  }

  Observations withGone(List<String> names) {
    return new Observations(
        comparison, counters, written, freshBackup, committed, oldStorage, names);
  }
}
