package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What all sources listed at one moment, newest first, each under a name of its own.
 *
 * @param backups what could be listed
 * @param trouble why that is not all, when it is not
 */
record Listing(List<Backup> backups, Optional<ProblemException> trouble) {
  private static final Comparator<Backup> NEWEST_FIRST =
      Comparator.comparing(Backup::takenAt).reversed().thenComparing(Backup::name);

  Listing {
    backups = List.copyOf(backups);
  }

  static Listing of(List<BackupSource> sources) {
    Map<String, List<Backup>> bySource = new HashMap<>();
    Optional<ProblemException> trouble = Optional.empty();
    Map<String, Integer> owners = new HashMap<>();
    for (Map.Entry<String, BackupSource> each : labelled(sources).entrySet()) {
      try {
        List<Backup> listed = each.getValue().list();
        bySource.put(each.getKey(), listed);
        listed.forEach(backup -> owners.merge(backup.name(), 1, Integer::sum));
      } catch (ProblemException e) {
        trouble = trouble.or(() -> Optional.of(e));
      }
    }
    List<Backup> all = new ArrayList<>();
    bySource.forEach(
        (label, listed) ->
            listed.forEach(
                backup ->
                    all.add(
                        owners.get(backup.name()) == 1
                            ? backup
                            : backup.called(label + ":/" + backup.name()))));
    all.sort(NEWEST_FIRST);
    return new Listing(all, trouble);
  }

  /** Sources by their names, a number added where two have the same. */
  private static Map<String, BackupSource> labelled(List<BackupSource> sources) {
    Map<String, BackupSource> labelled = new java.util.LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    for (BackupSource source : sources) {
      String label = source.name();
      for (int i = 2; !used.add(label); i++) {
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
