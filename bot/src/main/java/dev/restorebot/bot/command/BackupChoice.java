package dev.restorebot.bot.command;

import dev.restorebot.bot.thread.Humane;
import dev.restorebot.engine.backup.Backup;
import java.time.Instant;
import java.util.List;

/** Which backup shall be tested. Pure. */
final class BackupChoice {
  private static final int MOST = 100;

  private BackupChoice() {}

  /** At least one backup, newest first. */
  static Choice of(List<Backup> backups, LastTests tests, Instant now) {
    return new Choice(
        "test",
        "Test restore",
        "Which backup shall be tested?",
        "Restore it",
        backups.stream()
            .limit(MOST)
            .map(
                backup ->
                    new Choice.Option(
                        backup.name(), backup.displayName(), detail(backup, tests, now)))
            .toList(),
        ListCards.offer(backups, tests, now));
  }

  private static String detail(Backup backup, LastTests tests, Instant now) {
    return Humane.age(backup.takenAt(), now)
        + ", "
        + Humane.bytes(backup.sizeBytes())
        + (backup.looksEncrypted() ? ", encrypted" : "")
        + "; tested: "
        + tests.shown(backup, now);
  }
}
