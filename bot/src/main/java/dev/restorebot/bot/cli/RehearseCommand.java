package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.DisasterParts;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
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
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger log = LoggerFactory.getLogger(RehearseCommand.class);

  /** Limits the removal of what a rehearsal made. */
  private static final long ENDING_SECONDS = 60;

  @ParentCommand private RestoreBotCommand parent;

  @Parameters(
      paramLabel = "FILE",
      defaultValue = BackupArgument.LATEST,
      description = BackupArgument.HELP_OR_LATEST)
  private Path file;

  @Mixin private TargetOption target;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws SettingsException, IOException {
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    Optional<String> chosen = target.name(settings, parent.err());
    if (chosen.isEmpty()) {
      return ExitCodes.USAGE;
    }
    String name = chosen.get();
    if (settings.disasters().get(name).isOfServer()) {
      return test(settings, name);
    }
    parent.keepTemporaryFiles(settings);
    Cancellation cancellation = new Cancellation();
    CountDownLatch ended = new CountDownLatch(1);
    ProgressLines progress = new ProgressLines(parent.err()::println);
    try (StopHook hook = new StopHook();
        TargetMemory memory = DisasterPlanCommand.memory(settings, parent);
        DisasterParts parts =
            new DisasterParts(
                () -> EngineFactory.settings(settings), name, Clock.systemUTC(), memory, progress);
        StateDatabase state = state(settings)) {
      hook.stops(() -> stop(cancellation, ended));
      Rehearsals rehearsals = parts.rehearsals(state);
      for (Rehearsal left : rehearsals.sweep(left -> !left.process().isAlive())) {
        parent
            .err()
            .println(
                left.endedAt().isPresent()
                    ? "Removed what the interrupted rehearsal " + left.id() + " had left."
                    : "The rest of the rehearsal " + left.id() + " could not be removed yet.");
      }
      Backup backup =
          DisasterPlanCommand.backup(settings, EngineFactory.catalog(settings), name, file);
      Rehearsal rehearsal =
          rehearsals.run(
              name,
              parts.planning(new PassedTests(new JdbcJobStore(state))),
              backup,
              progress,
              cancellation);
      if (json.wanted()) {
        parent.answers().json(RehearsalJson.of(rehearsal));
      } else {
        new RehearsalPrinter(parent.out(), parent.results(parent.out())).print(rehearsal);
      }
      return code(rehearsal);
    } catch (CancellationException e) {
      return problem(
          name,
          new Problem(
              ProblemCode.INTERRUPTED,
              "The rehearsal was cancelled before anything was made.",
              "Run it again any time."));
    } catch (ProblemException e) {
      return problem(name, e.problem());
    } finally {
      ended.countDown();
    }
  }

  /** A test restore ends with verify.after-restore, in a sandbox, and has a report of its own. */
  private int test(Settings settings, String name) throws SettingsException {
    parent
        .err()
        .println(
            name
                + " is a database in a server, without a Compose project. Its rehearsal is a test"
                + " restore, which ends with the scripts of `verify.after-restore`.");
    try {
      Backup backup =
          DisasterPlanCommand.backup(settings, EngineFactory.catalog(settings), name, file);
      return new SingleTest(parent)
          .run(
              new SingleTest.Wanted(
                  backup.file(),
                  settings.disasters().get(name).database(),
                  Optional.empty(),
                  Optional.empty(),
                  json.wanted(),
                  false));
    } catch (ProblemException e) {
      return problem(name, e.problem());
    }
  }

  private int problem(String name, Problem problem) {
    if (json.wanted()) {
      parent.answers().json(RehearsalJson.of(name, file.toString(), problem));
    } else {
      parent.results(parent.err()).problem(problem);
    }
    return ExitCodes.of(problem);
  }

  private static StateDatabase state(Settings settings) throws IOException {
    var unused = Files.createDirectories(settings.stateDir());
    return StateDatabase.open(settings.stateDir().resolve(StateFolder.DATABASE_FILE));
  }

  /** Cancels the rehearsal, and waits until what it made is removed. */
  private static void stop(Cancellation cancellation, CountDownLatch ended) {
    cancellation.cancel();
    try {
      if (!ended.await(ENDING_SECONDS, TimeUnit.SECONDS)) {
        log.warn("the rehearsal did not end; the next one removes what is left");
      }
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
