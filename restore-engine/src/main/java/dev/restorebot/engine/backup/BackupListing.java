package dev.restorebot.engine.backup;

import dev.restorebot.engine.backup.DuplicateFinder.Placed;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The backups that all sources listed at one moment, newest first, each under a name of its own.
 *
 * @param backups what could be listed; what lies in several places stands here once
 * @param statuses what whatever writes them said last, by the place where it said so
 * @param trouble why that is not all, when it is not
 */
record BackupListing(
    List<Backup> backups, Map<String, BackupStatus> statuses, Optional<ProblemException> trouble) {
  private static final Comparator<Backup> NEWEST_FIRST =
      Comparator.comparing(Backup::takenAt).reversed().thenComparing(Backup::name);

  BackupListing {
    backups = List.copyOf(backups);
  }

  static BackupListing of(List<BackupSource> sources, DuplicateFinder copies, int looks) {
    List<Placed> all = new ArrayList<>();
    Map<String, BackupStatus> statuses = new LinkedHashMap<>();
    Optional<ProblemException> trouble = Optional.empty();
    for (Map.Entry<String, BackupSource> each : labelled(sources).entrySet()) {
      BackupSource source = each.getValue();
      try {
        SplitBackups.joined(source.list())
            .forEach(backup -> all.add(new Placed(each.getKey(), source, backup)));
        source.status().ifPresent(status -> statuses.put(each.getKey(), status));
      } catch (ProblemException e) {
        trouble = trouble.or(() -> Optional.of(e));
      }
    }
    List<Placed> joined = copies.joined(all, looks);
    Map<String, Integer> owners = new HashMap<>();
    joined.forEach(each -> owners.merge(each.backup().name(), 1, Integer::sum));
    List<Backup> named =
        joined.stream()
            .map(each -> owners.get(each.backup().name()) == 1 ? each.backup() : each.told())
            .sorted(NEWEST_FIRST)
            .toList();
    return new BackupListing(named, statuses, trouble);
  }

  /** Sources by their names, a number added where two have the same. */
  private static Map<String, BackupSource> labelled(List<BackupSource> sources) {
    Map<String, BackupSource> labelled = new LinkedHashMap<>();
    for (BackupSource source : sources) {
      String label = source.name();
      for (int i = 2; labelled.containsKey(label); i++) {
        label = source.name() + "-" + i;
      }
      labelled.put(label, source);
    }
    return labelled;
  }

  /** All backups, or the reason why these are not all. */
  List<Backup> complete() throws ProblemException {
    if (trouble.isPresent()) {
      throw trouble.get();
    }
    return backups;
  }
}
