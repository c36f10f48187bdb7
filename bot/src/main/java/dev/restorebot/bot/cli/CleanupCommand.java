package dev.restorebot.bot.cli;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.StoppedBot;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.text.Counts;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot cleanup JOB|all}: removes what a bot that no longer runs has left. */
@Command(
    name = "cleanup",
    description = {
      "Removes the sandbox of a finished job, or of all of them, when the bot is not running.",
      "With a running bot, type /restore cleanup in the chat or the console."
    })
final class CleanupCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @ParentCommand private RestoreBotCommand parent;

  @Parameters(
      paramLabel = "JOB|all",
      description = "The job's id, such as k3m9x2, or `all` for every sandbox.")
  private String job;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws SettingsException {
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    parent.keepTemporaryFiles(settings);
    try (StoppedBot bot = new StoppedBot(settings, Clock.systemUTC())) {
      List<Job> wanted =
          bot.tests().ready().stream()
              .filter(each -> job.equalsIgnoreCase(ALL) || each.id().equals(lower()))
              .toList();
      if (wanted.isEmpty()) {
        return none(bot);
      }
      List<Card> cards =
          Threads.mapAll("sandbox-removal", wanted, each -> remove(bot.tests(), each));
      parent.answers().print(cards, json.wanted());
      return cards.stream().noneMatch(card -> card.tone() == Tone.BAD)
          ? ExitCodes.PASSED
          : ExitCodes.COULD_NOT_VERIFY;
    } catch (IOException e) {
      parent.err().println(e.getMessage());
      return ExitCodes.USAGE;
    }
  }

  private Card remove(TestRestores tests, Job each) {
    try {
      var unused = tests.cleanUp(each.id(), parent.actor());
      return Card.of(Tone.INFO, "Removed the sandbox of " + named(each)).build();
    } catch (ProblemException e) {
      return Card.of(Tone.BAD, "The sandbox of " + named(each) + " was not removed")
          .line(e.problem().message())
          .line("What to do: " + e.problem().hint())
          .build();
    }
  }

  private String lower() {
    return job.toLowerCase(Locale.ROOT);
  }

  private static String named(Job job) {
    return "job " + job.id() + " (" + job.title() + ")";
  }

  private int none(StoppedBot bot) {
    if (job.equalsIgnoreCase(ALL)) {
      parent
          .answers()
          .print(
              List.of(Card.of(Tone.INFO, "There is no sandbox to remove").build()), json.wanted());
      return ExitCodes.PASSED;
    }
    boolean known = bot.tests().job(lower()).isPresent();
    parent
        .err()
        .println(
            known
                ? "Job " + lower() + " has no running sandbox. It was already removed."
                : "There is no job " + Plain.of(job) + ".");
    parent
        .err()
        .println(
            parent.pasteable(
                Counts.of(bot.tests().ready().size(), "job")
                    + " with a sandbox. List the jobs: restore-bot status"));
    return ExitCodes.USAGE;
  }
}
