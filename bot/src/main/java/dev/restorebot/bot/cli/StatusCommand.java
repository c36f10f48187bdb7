package dev.restorebot.bot.cli;

import dev.restorebot.bot.cards.DisasterCards;
import dev.restorebot.bot.cards.ListCards;
import dev.restorebot.bot.cards.StatusBoard;
import dev.restorebot.bot.cards.StatusCard;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.job.Job;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot status}: the status board, also while the bot runs. */
@Command(
    name = "status",
    description = {
      "Shows the status board and the newest jobs, or one job or disaster restore.",
      "Reads the state folder only, so it works whether the bot is running or not."
    })
final class StatusCommand implements Callable<Integer> {
  private static final int JOBS = 500;
  private static final int LISTED = 20;

  @ParentCommand private RestoreBotCommand parent;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..1",
      description = "The id of a test or a disaster restore, such as k3m9x2.")
  private String id;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws SettingsException {
    parent.quietLog();
    Instant now = Clock.systemUTC().instant();
    try (StoredState state = StoredState.open(parent.settingsWithoutChats())) {
      Optional<List<Card>> answer =
          Optional.ofNullable(id)
              .map(job -> one(state, job.toLowerCase(Locale.ROOT)).map(List::of))
              .orElseGet(() -> Optional.of(all(state, now)));
      if (answer.isEmpty()) {
        parent.err().println("There is no job " + Plain.of(id) + ".");
        parent.err().println(parent.pasteable("List them: restore-bot status"));
        return ExitCodes.USAGE;
      }
      parent.answers().print(answer.get(), json.wanted());
      return ExitCodes.PASSED;
    }
  }

  private static List<Card> all(StoredState state, Instant now) {
    List<Job> jobs = state.jobs(JOBS);
    return List.of(
        StatusBoard.of(jobs.stream(), state.restores(), state.nextDrill(now), now),
        ListCards.jobs(jobs.stream().limit(LISTED).toList(), now));
  }

  private static Optional<Card> one(StoredState state, String id) {
    return state.restores().stream()
        .filter(each -> each.disaster().id().equals(id))
        .findFirst()
        .map(
            each ->
                DisasterCards.headline(
                    each.disaster(), each.request(), Optional.empty(), List.of()))
        .or(() -> state.job(id).map(job -> StatusCard.of(job, 0, "cli")));
  }
}
