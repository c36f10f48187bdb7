package dev.restorebot.bot.cli;

import dev.restorebot.bot.Parts;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.thread.Humane;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot backups}: the backups in the configured places. */
@Command(
    name = "backups",
    description = "Lists the backups in the configured folders, newest first.")
final class BackupsCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Override
  public Integer call() throws SettingsException {
    parent.quietLog();
    try {
      List<Backup> backups = Parts.catalog(parent.settings()).newestFirst();
      if (backups.isEmpty()) {
        parent.out().println("There is no backup in the configured folders (backups.folders).");
      }
      Instant now = Clock.systemUTC().instant();
      for (Backup backup : backups) {
        parent
            .out()
            .printf(
                "%-60s %12s  %-20s %s%n",
                backup.displayName(),
                Humane.bytes(backup.sizeBytes()),
                Humane.age(backup.takenAt(), now),
                backup.looksEncrypted() ? "encrypted" : "");
      }
      return ExitCodes.PASSED;
    } catch (ProblemException e) {
      new ResultPrinter(parent.err()).problem(e.problem());
      return ExitCodes.USAGE;
    }
  }
}
