package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.DisasterCards;
import dev.restorebot.bot.cards.ListCards;
import dev.restorebot.bot.cards.RehearsalCards;
import dev.restorebot.bot.cards.StatusBoard;
import dev.restorebot.bot.cards.StatusCard;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.job.Job;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /restore status}: shows the state of a job, or the status board and the newest jobs. */
final class StatusCommand extends Subcommand {
  StatusCommand() {
    super(
        "status",
        "[JOB]",
        "shows the state of a job; without an ID, the status board and the newest jobs",
        "status k3m9x2",
        List.of(Parameter.job()),
        "jobs");
  }

  /** Shows the state of a job; without an ID, the newest jobs. */
  record Status(Optional<String> job) implements Command {
    private static final int LISTED = 20;

    @Override
    public Access access() {
      return Access.READ;
    }

    private static Card board(CommandContext context) {
      return StatusBoard.of(
          context.engine(),
          context.drills().flatMap(Drills::next),
          context.disasters(),
          context.clock().instant());
    }

    @Override
    public void run(CommandSession session) {
      CommandContext context = session.context();
      if (job.isEmpty()) {
        session.answer(board(context));
        session.answer(
            ListCards.jobs(
                context.engine().recentJobs(LISTED).map(Job::withoutReport).toList(),
                context.clock().instant()));
        context.rehearsals().stream()
            .flatMap(all -> all.running().stream())
            .map(each -> RehearsalCards.headline(each, Optional.empty()))
            .forEach(session::answer);
        return;
      }
      String id = job.get().toLowerCase(Locale.ROOT);
      Optional<DisasterTargets> disasters = context.disasters();
      Optional<Disaster> disaster = disasters.flatMap(all -> all.find(id));
      if (disaster.isPresent()) {
        session.answer(
            DisasterCards.headline(
                disaster.get(),
                disasters.orElseThrow().request(disaster.get()),
                Optional.empty(),
                context.people().contacts(disaster.get())));
      } else if (session.rehearsal(id).isPresent()) {
        Rehearsal rehearsal = session.rehearsal(id).get();
        session.answer(
            rehearsal.runsElsewhere()
                ? RehearsalCards.runningElsewhere(rehearsal)
                : RehearsalCards.headline(rehearsal, Optional.empty()));
      } else {
        session.withJob(
            id,
            found ->
                session.answer(
                    StatusCard.of(found, context.engine().place(found), context.chat().name())));
      }
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Status(arguments.at(0));
  }
}
