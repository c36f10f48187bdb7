package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.DisasterParts;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.TargetBackups;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.task.ProgressLines;
import dev.restorebot.engine.testrestore.PassedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot disaster plan FILE}. */
@Command(
    name = "plan",
    description = {
      "Prints the steps of a disaster restore of that backup, in order, and how each is"
          + " undone. Changes nothing and asks nobody.",
      "With --as-runbook: as shell commands, for when the bot does not work either."
    })
final class DisasterPlanCommand implements Callable<Integer> {
  @ParentCommand private DisasterCommand disaster;

  @Parameters(paramLabel = "FILE", description = BackupArgument.HELP_OR_LATEST)
  private Path file;

  @Option(names = "--as-runbook", description = "Print the steps as shell commands.")
  private boolean asRunbook;

  @Mixin private TargetOption target;

  @Override
  public Integer call() throws SettingsException {
    RestoreBotCommand parent = disaster.parent();
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    Optional<String> chosen = target.name(settings, parent.err());
    if (chosen.isEmpty()) {
      return ExitCodes.USAGE;
    }
    String name = chosen.get();
    try (TargetMemory memory = memory(settings, parent);
        DisasterParts parts =
            new DisasterParts(
                () -> EngineFactory.settings(settings),
                name,
                Clock.systemUTC(),
                memory,
                new ProgressLines(parent.err()::println));
        StateDatabase state = state(settings, parent)) {
      Backup backup = backup(settings, EngineFactory.catalog(settings), name, file);
      DisasterPlan plan =
          parts.preflight(new PassedTests(new JdbcJobStore(state)), state).plan(backup);
      if (asRunbook) {
        var unused = parent.out().append(parts.asRunbook(plan) + System.lineSeparator());
      } else {
        plan.lines(Clock.systemUTC().instant()).forEach(parent.out()::println);
      }
      return ExitCodes.PASSED;
    } catch (ProblemException e) {
      parent.results(parent.err()).problem(e.problem());
      return ExitCodes.of(e.problem());
    }
  }

  /** Returns the state database, an empty one where there is none; creates no file. */
  private static StateDatabase state(Settings settings, RestoreBotCommand parent) {
    Path state = settings.stateDir().resolve(StateFolder.DATABASE_FILE);
    try {
      return Files.exists(state) ? StateDatabase.open(state) : StateDatabase.inMemory();
    } catch (StateException e) {
      parent
          .err()
          .println(
              "Could not determine whether the backup was tested, and the target rehearsed: "
                  + e.getMessage());
      return StateDatabase.inMemory();
    }
  }

  /** Returns what the bot remembers of the target; creates nothing. */
  static TargetMemory memory(Settings settings, RestoreBotCommand parent) {
    try {
      return DisasterParts.memory(settings.stateDir());
    } catch (StateException e) {
      parent.err().println("Could not read what is remembered of production: " + e.getMessage());
      return TargetMemory.NONE;
    }
  }

  /**
   * Returns the backup that is named on the command line; {@code latest} is the newest of the
   * target, unless a file has that name.
   *
   * @throws ProblemException when there is none, or it is another target's
   */
  static Backup backup(Settings settings, BackupCatalog backups, String target, Path given)
      throws ProblemException {
    TargetBackups ofTargets = EngineFactory.targetBackups(settings);
    if (given.toString().equals(BackupArgument.LATEST) && !Files.exists(given)) {
      return ofTargets.of(target, backups.newestFirst()).stream()
          .findFirst()
          .orElseThrow(
              () ->
                  new Problem(
                          ProblemCode.BACKUP_MISSING,
                          "There is no backup of the target " + target + ".",
                          "`restore-bot backups` lists the backups.")
                      .exception());
    }
    Backup backup = backup(backups, EngineFactory.settings(settings).backups().names(), given);
    ofTargets.requireOf(target, backup);
    return backup;
  }

  /** A file named on the command line. */
  private static Backup backup(BackupCatalog backups, BackupNames names, Path given)
      throws ProblemException {
    Path file = BackupArgument.file(backups, given);
    try {
      return new Backup(
          String.valueOf(file.getFileName()),
          file.toAbsolutePath().normalize(),
          Files.size(file),
          names
              .read(String.valueOf(file.getFileName()))
              .takenAt(Files.getLastModifiedTime(file).toInstant()),
          Optional.empty(),
          Optional.empty(),
          false);
    } catch (IOException e) {
      throw new Problem(
              ProblemCode.BACKUP_MISSING,
              Files.exists(file)
                  ? "The backup " + file + " cannot be read."
                  : "There is no backup " + file + ".",
              "Check its name and its permissions. `restore-bot backups` lists the backups.")
          .exception(e);
    }
  }
}
