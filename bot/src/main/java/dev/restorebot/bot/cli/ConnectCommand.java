package dev.restorebot.bot.cli;

import dev.restorebot.bot.cards.LoginCards;
import dev.restorebot.bot.cards.LoginCards.SessionsEnd;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.bot.wiring.StoppedBot;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.login.SandboxLogin;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.testrestore.OrphanFinder;
import dev.restorebot.engine.testrestore.TestRestores;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot connect JOB}: a read-only login to a sandbox that is kept. */
@Command(
    name = "connect",
    description = {
      "Prints a read-only login to the sandbox of `restore-bot test --keep`, or of a bot that is"
          + " not running.",
      "With a running bot, type /restore connect in the chat or the console."
    })
final class ConnectCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Parameters(paramLabel = "JOB", description = "The job's id, such as k3m9x2.")
  private String job;

  @Override
  public Integer call() throws SettingsException {
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    parent.keepTemporaryFiles(settings);
    try {
      return print(login(settings, job.toLowerCase(Locale.ROOT)));
    } catch (ProblemException e) {
      parent.err().println(e.problem().message());
      reason(e).ifPresent(parent.err()::println);
      parent.err().println("What to do: " + e.problem().hint());
      return ExitCodes.COULD_NOT_VERIFY;
    } catch (IOException e) {
      parent.err().println(e.getMessage());
      parent
          .err()
          .println(
              "If the bot runs, type `/restore connect "
                  + Plain.of(job)
                  + "` in the chat or the console.");
      return ExitCodes.USAGE;
    }
  }

  /** Repeats the server, since this command has no log: without details, which quote values. */
  private static Optional<String> reason(ProblemException problem) {
    return problem.getCause() instanceof SQLException e
        ? Optional.of(
            "The server said: "
                + Plain.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""))
                + " (SQLSTATE "
                + e.getSQLState()
                + ")")
        : Optional.empty();
  }

  private Optional<Card> login(Settings settings, String id) throws ProblemException, IOException {
    // Where the sandbox runs may have been said on the command line.
    try (SandboxProvider sandboxes =
        EngineFactory.sandboxes(settings, Optional.of(Settings.SandboxRuntime.AUTO))) {
      Optional<SandboxInfo> kept =
          sandboxes.list().stream()
              .filter(each -> each.jobId().equals(id) && each.keep())
              .filter(each -> OrphanFinder.isOfCommand(each.owner()))
              .findFirst();
      if (kept.isPresent()) {
        return Optional.of(toKept(sandboxes.open(kept.get()), EngineFactory.logins(settings)));
      }
    }
    try (StoppedBot bot = new StoppedBot(settings, Clock.systemUTC())) {
      return toJob(bot.tests(), id);
    }
  }

  private Card toKept(Sandbox sandbox, LoginSettings settings) throws ProblemException {
    settings.requireAllowed();
    Instant now = Clock.systemUTC().instant();
    Instant until = settings.until(now, sandbox.info().deadline());
    return LoginCards.login(
        "the database " + sandbox.info().database(),
        SandboxLogin.give(sandbox, parent.actor(), until, settings),
        SessionsEnd.WITH_SANDBOX,
        now);
  }

  private Optional<Card> toJob(TestRestores tests, String id) throws ProblemException {
    Optional<Job> found = tests.job(id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Instant now = Clock.systemUTC().instant();
    return Optional.of(
        tests
            .connect(id, parent.actor())
            .map(made -> LoginCards.login(found.get().title(), made, SessionsEnd.WITH_BOT, now))
            .orElseGet(() -> LoginCards.noSandbox(found.get())));
  }

  private int print(Optional<Card> answer) {
    if (answer.isEmpty()) {
      parent.err().println("There is no job " + Plain.of(job) + ".");
      parent.err().println(parent.pasteable("List the jobs: restore-bot status"));
      return ExitCodes.USAGE;
    }
    parent.answers().print(List.of(answer.get()), false);
    return answer.get().tone() == Tone.GOOD ? ExitCodes.PASSED : ExitCodes.USAGE;
  }
}
