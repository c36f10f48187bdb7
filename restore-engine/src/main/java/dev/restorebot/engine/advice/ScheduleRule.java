package dev.restorebot.engine.advice;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.text.AdviceWords;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The newest backup of each application is not older than the schedule allows. */
record ScheduleRule(Duration within) implements Rule {

  private static final String NAME = "newest is recent";

  @Override
  public Practice look(BackupInventory stock) {
    List<String> all = new ArrayList<>();
    List<String> late = new ArrayList<>();
    for (Map.Entry<String, List<Backup>> each : stock.byApp().entrySet()) {
      Backup newest = each.getValue().get(0);
      Duration age = stock.age(newest);
      String said =
          BackupInventory.prefix(each.getKey())
              + newest.displayName()
              + " is "
              + (age.isNegative()
                  ? "from the future, " + Durations.minutes(age.negated()) + " ahead"
                  : Durations.minutes(age) + " old");
      all.add(said);
      if (age.isNegative() || age.compareTo(within) > 0) {
        late.add(said);
      }
    }
    if (all.isEmpty()) {
      return Practice.broken(NAME, "There is no backup.", "Check that backups are written.");
    }
    return late.isEmpty()
        ? Practice.holds(NAME, AdviceWords.some(all) + ".")
        : Practice.broken(
            NAME,
            AdviceWords.some(late) + "; the limit is " + Durations.minutes(within) + ".",
            "Find out why no newer backup was written, or change backups.advice.newest-within. For"
                + " one from the future, check the clock and the time zone where it was made.");
  }
}
