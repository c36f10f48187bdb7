package dev.restorebot.bot.cli;

import dev.restorebot.bot.cards.HeadlineCards;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.StoppedBot;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.verify.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot drill [DATABASE]}: a drill without the bot. */
@Command(
    name = "drill",
    description = {
      "Runs a drill now, when the bot is not running: a test restore with a record.",
      "A lead signs the record off in the chat once the bot runs again, which posts it there."
    })
final class DrillCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Parameters(
      paramLabel = "DATABASE",
      arity = "0..1",
      description = "One of `drills` in the settings; needed when there are several.")
  private String database;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws SettingsException {
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    parent.keepTemporaryFiles(settings);
    try (StopHook hook = new StopHook();
        StoppedBot bot = new StoppedBot(settings, Clock.systemUTC())) {
      hook.stops(bot::close);
      if (!parent.quiet()) {
        bot.tests()
            .addListener(new ProgressPrinter(parent.err(), CommandLine.Help.Ansi.AUTO.enabled()));
      }
      StoppedBot.Drilled drilled = bot.drill(Optional.ofNullable(database), parent.actor());
      Card card =
          HeadlineCards.of(drilled.job(), Optional.empty(), 0)
              .withLine(
                  "Drill "
                      + drilled.drill().id()
                      + " is recorded, and a lead signs it off, when the bot runs again.")
              .withLine(
                  drilled.job().state() == JobState.READY
                      ? "Its sandbox is still running. To remove it, run: restore-bot cleanup "
                          + drilled.job().id()
                      : "It has no sandbox any more.");
      parent.answers().print(List.of(card), json.wanted());
      return code(drilled.job().outcome());
    } catch (ProblemException e) {
      parent.results(parent.err()).problem(e.problem());
      return ExitCodes.USAGE; // nothing was started
    } catch (IOException e) {
      parent.err().println(e.getMessage());
      return ExitCodes.USAGE;
    }
  }

  private static int code(Optional<Outcome> outcome) {
    return outcome
        .map(
            said ->
                switch (said) {
                  case PASSED -> ExitCodes.PASSED;
                  case FAILED -> ExitCodes.CHECK_FAILED;
                  case COULD_NOT_VERIFY -> ExitCodes.COULD_NOT_VERIFY;
                })
        .orElse(ExitCodes.COULD_NOT_VERIFY);
  }
}
