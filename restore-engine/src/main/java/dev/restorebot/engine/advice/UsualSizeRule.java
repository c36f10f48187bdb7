package dev.restorebot.engine.advice;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.text.AdviceWords;
import dev.restorebot.engine.text.Sizes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest backup of each application and kind is about as large as the five before it, by their
 * median. A kind is what follows the first dot of a name: a plain dump is larger than a custom one.
 */
record UsualSizeRule(int percent) implements Rule {
  private static final String NAME = "sizes are plausible";
  private static final int BEFORE = 5;

  @Override
  public Practice look(BackupInventory stock) {
    List<String> odd = new ArrayList<>();
    int compared = 0;
    for (List<Backup> kind : kinds(stock)) {
      if (kind.size() < 2) {
        continue;
      }
      compared++;
      Backup newest = kind.get(0);
      long usual = median(kind.subList(1, Math.min(kind.size(), BEFORE + 1)));
      long change = usual == 0 ? 0 : Math.round(100.0 * (newest.sizeBytes() - usual) / usual);
      if (Math.abs(change) > percent) {
        odd.add(
            newest.displayName()
                + " has "
                + Sizes.text(newest.sizeBytes())
                + ", "
                + Math.abs(change)
                + " % "
                + (change < 0 ? "less" : "more")
                + " than is usual ("
                + Sizes.text(usual)
                + ")");
      }
    }
    if (!odd.isEmpty()) {
      return Practice.broken(
          NAME,
          AdviceWords.some(odd) + ".",
          "Test it (`/restore test`): the row counts say whether something is missing.");
    }
    return compared == 0
        ? Practice.unknown(
            NAME, "There are no two backups of one kind to compare.", "Nothing to do for now.")
        : Practice.holds(
            NAME, "The newest differ by at most " + percent + " % from those before them.");
  }

  private static Iterable<List<Backup>> kinds(BackupInventory stock) {
    Map<String, List<Backup>> kinds = new LinkedHashMap<>();
    stock
        .byApp()
        .forEach(
            (app, backups) ->
                backups.forEach(
                    backup ->
                        kinds
                            .computeIfAbsent(
                                app + "/" + kind(backup.fileName()), kind -> new ArrayList<>())
                            .add(backup)));
    return kinds.values();
  }

  private static String kind(String fileName) {
    int dot = fileName.indexOf('.');
    return dot < 0 ? "" : fileName.substring(dot);
  }

  private static long median(List<Backup> backups) {
    List<Long> sizes = backups.stream().map(Backup::sizeBytes).sorted().toList();
    return sizes.get(sizes.size() / 2);
  }
}
