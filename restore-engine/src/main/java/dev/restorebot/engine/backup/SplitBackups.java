package dev.restorebot.engine.backup;

import dev.restorebot.engine.archive.SplitParts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists a backup that was split into parts once: as its first part, with the size of all. Pure. */
final class SplitBackups {
  private SplitBackups() {}

  /** The same backups, the parts of each joined. */
  static List<Backup> joined(List<Backup> all) {
    List<Backup> firsts =
        all.stream().filter(backup -> SplitParts.mayBeFirst(backup.fileName())).toList();
    if (firsts.isEmpty()) {
      return all;
    }
    Map<String, List<Backup>> folders =
        all.stream().collect(Collectors.groupingBy(SplitBackups::folder));
    Map<Backup, Long> sizes = new HashMap<>();
    Set<String> later = new HashSet<>();
    for (Backup first : firsts) {
      List<Backup> beside = folders.get(folder(first));
      Optional<SplitParts> parts =
          SplitParts.of(
              first.fileName(),
              beside.stream().map(Backup::fileName).toList(),
              name -> stamp(beside, name));
      if (parts.isPresent()) {
        List<String> others = new ArrayList<>(parts.get().parts());
        others.addAll(parts.get().beyond());
        sizes.put(
            first,
            beside.stream()
                .filter(backup -> others.contains(backup.fileName()))
                .mapToLong(Backup::sizeBytes)
                .sum());
        others.stream().skip(1).forEach(name -> later.add(folder(first) + name));
      }
    }
    return all.stream()
        .filter(backup -> !later.contains(backup.name()))
        .map(backup -> sizes.containsKey(backup) ? backup.sized(sizes.get(backup)) : backup)
        .toList();
  }

  private static SplitParts.Stamp stamp(List<Backup> beside, String name) {
    return beside.stream()
        .filter(backup -> backup.fileName().equals(name))
        .findFirst()
        .map(backup -> new SplitParts.Stamp(backup.sizeBytes(), backup.takenAt()))
        .orElseThrow();
  }

  private static String folder(Backup backup) {
    return backup.name().substring(0, backup.name().length() - backup.fileName().length());
  }
}
