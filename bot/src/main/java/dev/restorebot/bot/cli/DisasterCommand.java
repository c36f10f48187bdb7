package dev.restorebot.bot.cli;

import dev.restorebot.bot.DisasterParts;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot disaster}. */
@Command(
    name = "disaster",
    description = "Restores of production. In the chat: /restore disaster.",
    subcommands = DisasterCommand.Plan.class)
final class DisasterCommand {
  @ParentCommand private RestoreBotCommand parent;

  /** {@code restore-bot disaster plan FILE}. */
  @Command(
      name = "plan",
      description = {
        "Prints what a disaster restore of that backup would do, in order, and how each step is"
            + " undone. Does nothing and asks nobody.",
        "With --as-runbook: as commands for hands, for the night when the bot is dead too."
      })
  static final class Plan implements Callable<Integer> {
    @ParentCommand private DisasterCommand disaster;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file;

    @Option(names = "--as-runbook", description = "Print commands for a person.")
    private boolean asRunbook;

    @Override
    public Integer call() throws SettingsException {
      RestoreBotCommand parent = disaster.parent;
      parent.quietLog();
      Settings settings = parent.settings();
      if (settings.disaster().project().isEmpty()) {
        parent
            .err()
            .println(
                "disaster.project is not set: name the Compose project that would be restored.");
        return ExitCodes.USAGE;
      }
      try (DisasterParts parts = new DisasterParts(settings, Clock.systemUTC())) {
        DisasterPlan plan = parts.preflight(sha256 -> Optional.empty()).plan(backup());
        if (asRunbook) {
          parent.out().println(plan.asRunbook());
        } else {
          plan.lines(Clock.systemUTC().instant()).forEach(parent.out()::println);
        }
        return ExitCodes.PASSED;
      } catch (ProblemException e) {
        new ResultPrinter(parent.err()).problem(e.problem());
        return dev.restorebot.engine.report.UnusableBackup.isBroken(e.problem())
            ? ExitCodes.BACKUP_UNUSABLE
            : ExitCodes.COULD_NOT_VERIFY;
      }
    }

    private Backup backup() throws ProblemException {
      try {
        return new Backup(
            String.valueOf(file.getFileName()),
            file,
            Files.size(file),
            Files.getLastModifiedTime(file).toInstant(),
            Optional.empty(),
            false);
      } catch (java.io.IOException e) {
        throw new dev.restorebot.engine.diagnose.Problem(
                dev.restorebot.engine.diagnose.ProblemCode.BACKUP_MISSING,
                "The backup " + file + " cannot be read.",
                "Check its name and who may read it.")
            .exception(e);
      }
    }
  }
}
