package dev.restorebot.engine.advice;

import dev.restorebot.engine.backup.BackupStatus;
import dev.restorebot.engine.text.AdviceWords;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that the backup script did not report a failure and does not hang. */
final class BackupScriptStatusRule implements Rule {
  private static final String NAME = "last result of the backup script";
  private static final Duration LONG = Duration.ofHours(24);

  @Override
  public Practice look(BackupInventory stock) {
    if (stock.statuses().isEmpty()) {
      return Practice.unknown(
          NAME,
          "There is no " + BackupStatus.FILE + " beside the backups.",
          "Nothing to do, unless your script writes one.");
    }
    List<String> bad = new ArrayList<>();
    List<String> all = new ArrayList<>();
    boolean unreadable = false;
    for (Map.Entry<String, BackupStatus> each : stock.statuses().entrySet()) {
      BackupStatus status = each.getValue();
      String said =
          each.getKey()
              + ": "
              + status.told(at -> Durations.minutes(Duration.between(at, stock.now())) + " ago");
      all.add(said);
      unreadable |= status.unreadable();
      if (status.failed() || hangs(status, stock.now())) {
        bad.add(said);
      }
    }
    if (!bad.isEmpty()) {
      return Practice.broken(
          NAME, AdviceWords.some(bad) + ".", "Check the log of the backup script.");
    }
    return unreadable
        ? Practice.unknown(
            NAME,
            AdviceWords.some(all) + ".",
            "Check the script that writes " + BackupStatus.FILE + ".")
        : Practice.holds(NAME, AdviceWords.some(all) + ".");
  }

  private static boolean hangs(BackupStatus status, Instant now) {
    return status.finishedAt().isEmpty()
        && status.startedAt().filter(at -> at.plus(LONG).isBefore(now)).isPresent();
  }
}
