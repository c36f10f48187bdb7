package dev.restorebot.engine.backup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which backups of different places are one and the same: those of the same size whose
 * first and last bytes are the same. That costs connections, so a few unknown ones are looked at
 * with each list, the newest first, and remembered; until its turn a copy is a backup of its own.
 */
final class DuplicateFinder {
  private static final Logger log = LoggerFactory.getLogger(DuplicateFinder.class);

  private final Cache<Key, String> known = Caffeine.newBuilder().maximumSize(20_000).build();

  /** One backup of one place. */
  record Placed(String place, BackupSource source, Backup backup) {
    Key key() {
      return new Key(backup.file(), backup.sizeBytes(), backup.takenAt());
    }

    /** Under a name with the place before it. */
    Backup told() {
      return backup.called(place + ":/" + backup.name());
    }
  }

  private record Key(Path file, long bytes, Instant takenAt) {}

  /**
   * The backups, each once, with their copies. Of a backup in several places the one of the first
   * is kept.
   *
   * @param all in the order of their places
   * @param looks how many unknown ones are looked at
   */
  List<Placed> joined(List<Placed> all, int looks) {
    if (places(all) < 2) {
      return all;
    }
    Map<Long, List<Placed>> bySize = new HashMap<>();
    all.forEach(
        each ->
            bySize.computeIfAbsent(each.backup().sizeBytes(), size -> new ArrayList<>()).add(each));
    List<List<Placed>> candidates =
        bySize.entrySet().stream()
            .filter(entry -> entry.getKey() > 0 && places(entry.getValue()) > 1)
            .map(Map.Entry::getValue)
            .toList();
    look(candidates.stream().flatMap(List::stream).toList(), looks);
    Map<Placed, List<Backup>> copies = new HashMap<>();
    Map<Placed, Placed> originals = new HashMap<>();
    candidates.forEach(group -> join(group, copies, originals));
    return all.stream()
        .filter(each -> !originals.containsKey(each))
        .map(
            each ->
                copies.containsKey(each)
                    ? new Placed(each.place(), each.source(), each.backup().with(copies.get(each)))
                    : each)
        .toList();
  }

  private static long places(List<Placed> group) {
    return group.stream().map(Placed::place).distinct().limit(2).count();
  }

  private void join(
      List<Placed> group, Map<Placed, List<Backup>> copies, Map<Placed, Placed> originals) {
    Map<String, List<Placed>> byContent = new HashMap<>();
    for (Placed each : group) {
      String content = known.getIfPresent(each.key());
      if (content == null) {
        continue;
      }
      List<Placed> same = byContent.computeIfAbsent(content, key -> new ArrayList<>());
      Optional<Placed> original = original(each, same);
      if (original.isEmpty()) {
        same.add(each);
        continue;
      }
      originals.put(each, original.get());
      copies.computeIfAbsent(original.get(), key -> new ArrayList<>()).add(each.told());
    }
  }

  /** One of those in another place, best under the same name. */
  private static Optional<Placed> original(Placed copy, List<Placed> same) {
    return same.stream()
        .filter(each -> !each.place().equals(copy.place()))
        .min(
            Comparator.comparing(
                each -> !each.backup().fileName().equals(copy.backup().fileName())));
  }

  private void look(List<Placed> candidates, int looks) {
    List<Placed> unknown =
        candidates.stream()
            .filter(each -> known.getIfPresent(each.key()) == null)
            .sorted(Comparator.comparing((Placed each) -> each.backup().takenAt()).reversed())
            .limit(looks)
            .toList();
    ParallelReads.each(unknown, this::look);
  }

  private void look(Placed placed) {
    try {
      known.put(placed.key(), DigestUtils.sha256Hex(placed.source().ends(placed.backup())));
    } catch (IOException e) {
      log.debug("the ends of {} cannot be read", placed.backup().displayName(), e);
    }
  }
}
