package dev.restorebot.engine.advice;

import dev.restorebot.engine.advice.AdviceSettings.Generation;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.text.AdviceWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Daily, weekly and monthly generations are there: kept under names that say so and not older than
 * twice their time, or dated backups of that age. A dated backup counts as weekly from 6 days on
 * and as monthly from 27 days on.
 */
record GenerationsRule(List<Generation> wanted) implements Rule {
  private static final String NAME = "generations";

  @Override
  public Practice look(BackupInventory stock) {
    if (wanted.isEmpty()) {
      return Practice.unknown(
          NAME, "No generations are configured.", "Set backups.advice.generations.");
    }
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, List<Backup>> each : stock.byApp().entrySet()) {
      List<String> lacks =
          wanted.stream()
              .filter(
                  generation ->
                      each.getValue().stream()
                          .noneMatch(backup -> is(generation, backup, stock.age(backup))))
              .map(generation -> generation.name().toLowerCase(Locale.ROOT))
              .toList();
      if (!lacks.isEmpty()) {
        missing.add(
            BackupInventory.prefix(each.getKey())
                + "no "
                + String.join(", no ", lacks)
                + " backup");
      }
    }
    if (stock.backups().isEmpty() || !missing.isEmpty()) {
      return Practice.broken(
          NAME,
          stock.backups().isEmpty() ? "There is no backup." : AdviceWords.some(missing) + ".",
          "Keep backups of each generation: when damage goes unnoticed for a week, only the older"
              + " backups do not contain it.");
    }
    return Practice.holds(
        NAME,
        "There is a "
            + String.join(
                ", a ", wanted.stream().map(each -> each.name().toLowerCase(Locale.ROOT)).toList())
            + " backup of each application.");
  }

  private static boolean is(Generation generation, Backup backup, Duration age) {
    String named = backup.generation().orElse("");
    return switch (generation) {
      case DAILY ->
          age.toDays() < 2
              && (named.isEmpty() || named.startsWith("daily") || named.equals("hourly"));
      case WEEKLY ->
          named.isEmpty()
              ? age.toDays() >= 6 && age.toDays() < 28
              : (named.equals("weekly") || named.equals("fortnightly")) && age.toDays() < 28;
      case MONTHLY ->
          named.isEmpty()
              ? age.toDays() >= 27 && age.toDays() < 93
              : named.equals("monthly") && age.toDays() < 93;
    };
  }
}
