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
import dev.restorebot.engine.disaster.Doubts;
import dev.restorebot.engine.disaster.HandWork;
import dev.restorebot.engine.disaster.TargetBackups;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
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

/** {@code restore-bot disaster}. */
@Command(
    name = "disaster",
    description = {
      "Disaster restores of production. In the chat: /restore disaster.",
      "status, request, approve, resume, go and the others are for when no chat works."
    },
    subcommands = DisasterCommand.Plan.class)
final class DisasterCommand {
  @ParentCommand private RestoreBotCommand parent;

  /** {@code restore-bot disaster plan FILE}. */
  @Command(
      name = "plan",
      description = {
        "Prints the steps of a disaster restore of that backup, in order, and how each is"
            + " undone. Changes nothing and asks nobody.",
        "With --as-runbook: as shell commands, for when the bot does not work either."
      })
  static final class Plan implements Callable<Integer> {
    @ParentCommand private DisasterCommand disaster;

    @Parameters(paramLabel = "FILE", description = BackupArgument.HELP_OR_LATEST)
    private Path file;

    @Option(names = "--as-runbook", description = "Print the steps as shell commands.")
    private boolean asRunbook;

    @Mixin private TargetOption target;

    @Override
    public Integer call() throws SettingsException {
      RestoreBotCommand parent = disaster.parent;
      parent.quietLog();
      Settings settings = parent.settingsWithoutChats();
      Optional<String> fault = target.fault(settings);
      if (fault.isPresent()) {
        parent.err().println(fault.get());
        return ExitCodes.USAGE;
      }
      String name = target.name(settings);
      try (TargetMemory memory = memory(settings, parent);
          DisasterParts parts =
              new DisasterParts(
                  () -> EngineFactory.settings(settings),
                  name,
                  Clock.systemUTC(),
                  memory,
                  new ProgressLines(parent.err()::println));
          JobStore tests = tests(settings, parent)) {
        Backup backup = backup(settings, EngineFactory.catalog(settings), name, file);
        DisasterPlan plan = parts.preflight(new PassedTests(tests)).plan(backup);
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
  }

  /** Returns the tests in the state database, if there is one; creates nothing. */
  private static JobStore tests(Settings settings, RestoreBotCommand parent) {
    Path state = settings.stateDir().resolve(StateFolder.DATABASE_FILE);
    try {
      return Files.exists(state) ? JdbcJobStore.open(state) : JdbcJobStore.inMemory();
    } catch (StateException e) {
      parent.err().println("Could not determine whether the backup was tested: " + e.getMessage());
      return JdbcJobStore.inMemory();
    }
  }

  /** Returns what the bot remembers of the target; creates nothing. */
  private static TargetMemory memory(Settings settings, RestoreBotCommand parent) {
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

  @Command(
      name = "request",
      description = {
        "Break-glass, for when no chat works: requests a disaster restore. The bot must not be"
            + " running. Then two other enrolled leads approve, each with a code.",
      })
  int request(
      @Parameters(paramLabel = "FILE", description = BackupArgument.HELP_OR_LATEST) Path file,
      @Mixin Who who,
      @Option(
              names = "--database",
              required = true,
              description = "The name of the database, to confirm.")
          String database,
      @Option(names = "--reason", required = true, description = "The reason, for the audit log.")
          String reason,
      @Option(
              names = "--in-spite-of",
              paramLabel = "WHAT",
              description =
                  "Request it although its last test failed, or it is of another database: what"
                      + " you override. Name the other database.")
          String inSpiteOf,
      @Mixin TargetOption target)
      throws SettingsException {
    String why = inSpiteOf == null ? reason : Doubts.IN_SPITE_OF + " " + inSpiteOf + ": " + reason;
    return commands().request(target, file, who.actor, who.code, database, why);
  }

  @Command(
      name = "approve",
      description = "Break-glass: approves a request; the last approval starts the restore.")
  int approve(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who)
      throws SettingsException {
    return commands().approve(id, who.actor, who.code);
  }

  @Command(name = "deny", description = "Break-glass: denies a request.")
  int deny(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who,
      @Option(names = "--reason", required = true, description = "The reason, for the audit log.")
          String reason)
      throws SettingsException {
    return commands().deny(id, who.actor, who.code, reason);
  }

  @Command(
      name = "cancel",
      description =
          "Break-glass: withdraws a request, of the chat too, by its requester or a lead.")
  int cancel(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who)
      throws SettingsException {
    return commands().cancel(id, who.actor, who.code);
  }

  @Command(
      name = "status",
      description = {
        "Prints the state of one disaster restore, or of all that are open and the newest: since"
            + " when, for whom it waits, and the next command. The bot must not be running; with"
            + " it, type /restore status in the chat.",
      })
  int status(
      @Parameters(paramLabel = "ID", arity = "0..1", description = "The id of the request.")
          String id,
      @Mixin JsonOption json)
      throws SettingsException {
    return commands().status(Optional.ofNullable(id), json.wanted());
  }

  @Command(
      name = "resume",
      description = {
        "Break-glass: continues a disaster restore that was interrupted, such as by a crash, from"
            + " its stored state. Needs no code: it was approved.",
      })
  int resume(@Parameters(paramLabel = "ID", description = "The id of the request.") String id)
      throws SettingsException {
    return commands().resume(id);
  }

  @Command(name = "go", description = "Break-glass: swaps the restored volume in.")
  int go(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who)
      throws SettingsException {
    return commands().go(id, who.actor, who.code);
  }

  @Command(
      name = "look",
      description =
          "Break-glass: prints a command that reads a copy of the restored database, before the"
              + " swap.")
  int look(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who)
      throws SettingsException {
    return commands().look(id, who.actor, who.code);
  }

  @Command(
      name = "keep",
      description = "Break-glass: keeps the restored data although a check failed.")
  int keep(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who)
      throws SettingsException {
    return commands().keep(id, who.actor, who.code);
  }

  @Command(
      name = "start-held",
      description = "Break-glass: starts the services that were held back after the swap.")
  int startHeld(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who)
      throws SettingsException {
    return commands().startHeld(id, who.actor, who.code);
  }

  @Command(
      name = "services-stopped",
      description = "Break-glass: confirms that people have stopped the services by hand.")
  int servicesStopped(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who)
      throws SettingsException {
    return commands().confirm(id, who.actor, who.code, HandWork.Task.STOP);
  }

  @Command(
      name = "services-started",
      description = "Break-glass: confirms that people have started the services by hand.")
  int servicesStarted(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who)
      throws SettingsException {
    return commands().confirm(id, who.actor, who.code, HandWork.Task.START);
  }

  @Command(
      name = "abandon",
      description = "Break-glass: undoes everything, before the swap or after a check that failed.")
  int abandon(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who)
      throws SettingsException {
    return commands().abandon(id, who.actor, who.code);
  }

  @Command(name = "rollback", description = "Break-glass: requests a rollback to the old volume.")
  int rollback(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who,
      @Option(names = "--reason", required = true, description = "The reason, for the audit log.")
          String reason)
      throws SettingsException {
    return commands().rollback(id, who.actor, who.code, reason);
  }

  @Command(
      name = "delete-old",
      description =
          "Break-glass: requests the deletion of the old volume and its safety copy, which ends the"
              + " way back; after a rollback, of the restored volume.")
  int deleteOld(
      @Parameters(paramLabel = "ID", description = "The id of the request.") String id,
      @Mixin Who who,
      @Option(names = "--reason", required = true, description = "The reason, for the audit log.")
          String reason)
      throws SettingsException {
    return commands().deleteOld(id, who.actor, who.code, reason);
  }

  private BreakGlassCommands commands() {
    return new BreakGlassCommands(parent);
  }

  /** The person at the terminal and their code. */
  static final class Who {
    @Option(
        names = "--as",
        required = true,
        paramLabel = "ACTOR",
        description = "Your name, as enrolled with `restore-bot totp enroll ACTOR`.")
    private String actor;

    @Option(
        names = "--code",
        required = true,
        interactive = true,
        arity = "0..1",
        paramLabel = "CODE",
        description =
            "The code of your authenticator app. Without a value, you are prompted for it.")
    private String code;
  }
}
