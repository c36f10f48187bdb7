package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.DisasterParts;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.disaster.rehearsal.RunningProcess;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressLines;
import dev.restorebot.engine.testrestore.PassedTests;
import dev.restorebot.engine.verify.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot rehearse FILE}. */
@Command(
    name = "rehearse",
    description = {
      "Starts the application itself on a restored copy of its database: the services of the"
          + " Compose project, in isolated networks, with the checklist of a disaster"
          + " restore. Production is only read, and everything that was made is removed.",
      "Measures how long a disaster restore would take."
    })
final class RehearseCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Parameters(
      paramLabel = "FILE",
      defaultValue = BackupArgument.LATEST,
      description = BackupArgument.HELP_OR_LATEST)
  private Path file;

  @Mixin private TargetOption target;

  @Override
  public Integer call() throws SettingsException, IOException {
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    Optional<String> chosen = target.name(settings, parent.err());
    if (chosen.isEmpty()) {
      return ExitCodes.USAGE;
    }
    parent.keepTemporaryFiles(settings);
    String name = chosen.get();
    Cancellation cancellation = new Cancellation();
    CountDownLatch ended = new CountDownLatch(1);
    ProgressLines progress = new ProgressLines(parent.err()::println);
    try (StopHook hook = new StopHook();
        TargetMemory memory = DisasterPlanCommand.memory(settings, parent);
        DisasterParts parts =
            new DisasterParts(
                () -> EngineFactory.settings(settings), name, Clock.systemUTC(), memory, progress);
        JobStore tests = DisasterPlanCommand.tests(settings, parent);
        StateDatabase state = state(settings)) {
      hook.stops(() -> stop(cancellation, ended));
      Rehearsals rehearsals = parts.rehearsals(state);
      for (Rehearsal left : rehearsals.sweep(Predicate.not(RunningProcess::isAlive))) {
        parent
            .err()
            .println(
                left.endedAt().isPresent()
                    ? "Removed what the interrupted rehearsal " + left.id() + " had left."
                    : "The rest of the rehearsal " + left.id() + " could not be removed yet.");
      }
      Backup backup =
          DisasterPlanCommand.backup(settings, EngineFactory.catalog(settings), name, file);
      DisasterPlan plan =
          parts.preflight(new PassedTests(tests)).rehearsal(backup, progress, cancellation);
      Rehearsal rehearsal = rehearsals.run(name, plan, progress, cancellation);
      new RehearsalPrinter(parent.out(), parent.results(parent.out()))
          .print(rehearsal, plan.options());
      return code(rehearsal);
    } catch (CancellationException e) {
      parent.err().println("The rehearsal was cancelled before anything was made.");
      return ExitCodes.COULD_NOT_VERIFY;
    } catch (ProblemException e) {
      parent.results(parent.err()).problem(e.problem());
      return ExitCodes.of(e.problem());
    } finally {
      ended.countDown();
    }
  }

  private static StateDatabase state(Settings settings) throws IOException {
    var unused = Files.createDirectories(settings.stateDir());
    return StateDatabase.open(settings.stateDir().resolve(StateFolder.DATABASE_FILE));
  }

  /** Cancels the rehearsal, and waits until what it made is removed. */
  private static void stop(Cancellation cancellation, CountDownLatch ended) {
    cancellation.cancel();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int code(Rehearsal rehearsal) {
    return switch (rehearsal.outcome().orElse(Outcome.COULD_NOT_VERIFY)) {
      case PASSED -> ExitCodes.PASSED;
      case FAILED ->
          rehearsal.checks().isEmpty() ? ExitCodes.BACKUP_UNUSABLE : ExitCodes.CHECK_FAILED;
      case COULD_NOT_VERIFY ->
          rehearsal.checks().isEmpty()
              ? rehearsal.problem().map(ExitCodes::of).orElse(ExitCodes.COULD_NOT_VERIFY)
              : ExitCodes.COULD_NOT_VERIFY;
    };
  }
}
