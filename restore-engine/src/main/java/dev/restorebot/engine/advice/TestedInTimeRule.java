package dev.restorebot.engine.advice;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.text.AdviceWords;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every backup of the last week was tested soon after it was taken, and passed. */
record TestedInTimeRule(Duration within) implements Rule {
  private static final String NAME = "each new one is tested";
  private static final Duration LOOKED_AT = Duration.ofDays(7);

  @Override
  public Practice look(BackupInventory stock) {
    List<Backup> recent =
        stock.byApp().values().stream()
            .flatMap(List::stream)
            .filter(backup -> stock.age(backup).compareTo(LOOKED_AT) < 0)
            .toList();
    if (recent.isEmpty()) {
      return Practice.unknown(
          NAME, "No backup was taken in the last 7 days.", "Check that backups are written.");
    }
    List<String> failed = new ArrayList<>();
    List<String> untested = new ArrayList<>();
    int waiting = 0;
    for (Backup backup : recent) {
      Optional<Tested> test = stock.tests().of(backup);
      Optional<Outcome> outcome = test.map(Tested::outcome);
      if (outcome.equals(Optional.of(Outcome.FAILED))) {
        failed.add(backup.displayName());
      } else if (!inTime(backup, test) && stock.age(backup).compareTo(within) <= 0) {
        waiting++;
      } else if (!inTime(backup, test)) {
        untested.add(backup.displayName());
      }
    }
    return verdict(recent.size(), waiting, failed, untested);
  }

  private boolean inTime(Backup backup, Optional<Tested> test) {
    return test.filter(found -> found.outcome() == Outcome.PASSED)
        .filter(found -> Duration.between(backup.takenAt(), found.at()).compareTo(within) <= 0)
        .isPresent();
  }

  private Practice verdict(int all, int waiting, List<String> failed, List<String> untested) {
    if (!failed.isEmpty()) {
      return Practice.broken(
          NAME,
          "Backups of the last 7 days that did not pass: " + AdviceWords.some(failed) + ".",
          "Do not rely on them. `/restore status` shows their tests.");
    }
    if (!untested.isEmpty()) {
      return Practice.broken(
          NAME,
          untested.size()
              + " of "
              + all
              + " backups from the last 7 days did not pass a test within "
              + Durations.minutes(within)
              + ": "
              + AdviceWords.some(untested)
              + ".",
          "Set `backups.verify-new: true`. New backups are then tested as they appear.");
    }
    String still = waiting == 0 ? "" : "; " + waiting + " still have time to be tested";
    return waiting == all
        ? Practice.unknown(
            NAME,
            "All " + all + " of the last 7 days still have time to be tested.",
            "Test the newest.")
        : Practice.holds(
            NAME,
            (all - waiting)
                + " of the "
                + all
                + " backups of the last 7 days passed within "
                + Durations.minutes(within)
                + still
                + ".");
  }
}
