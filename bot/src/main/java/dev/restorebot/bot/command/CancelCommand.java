package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.RehearsalCards;
import dev.restorebot.bot.cards.Topics;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.job.Job;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /restore cancel}: stops a running job and removes its sandbox. */
final class CancelCommand extends Subcommand {
  CancelCommand() {
    super(
        "cancel",
        "JOB",
        "stops a running job or rehearsal and removes what it made",
        "cancel k3m9x2",
        List.of(Parameter.job().mandatory()),
        "stop",
        "abort",
        "kill");
  }

  /** Stops a test restore, a rehearsal or a disaster restore. */
  record Cancel(String job) implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) {
      String id = job.toLowerCase(Locale.ROOT);
      Optional<DisasterSession> disaster =
          session.disasters().filter(all -> all.disasters().find(id).isPresent());
      if (disaster.isPresent()) {
        DisasterSession found = disaster.get();
        found.answer(
            found.disasters().cancel(id, found.vote(found.seal(id, ""), Optional.empty())));
      } else if (session.rehearsal(id).isPresent()) {
        cancelRehearsal(session, session.rehearsal(id).get());
      } else {
        session.withJob(id, test -> cancel(session, test));
      }
    }

    private static void cancelRehearsal(CommandSession session, Rehearsal rehearsal) {
      if (rehearsal.runsElsewhere()) {
        session.answer(
            Card.of(Tone.WARN, RehearsalCards.elsewhere(rehearsal))
                .line("Press Ctrl-C there.")
                .build());
        return;
      }
      String id = rehearsal.id();
      boolean running = session.context().rehearsals().orElseThrow().cancel(id, session.actor());
      session.answer(
          running
              ? Card.of(Tone.INFO, "Rehearsal " + id + " is being cancelled")
                  .line("Its thread says when everything that it made is removed.")
                  .build()
              : Card.of(Tone.WARN, "Rehearsal " + id + " is no longer running")
                  .line("There is nothing left to stop.")
                  .build());
    }

    private static void cancel(CommandSession session, Job test) {
      if (session.context().engine().cancel(test.id(), session.actor())) {
        announce(session, test);
        session.answer(
            Card.of(Tone.INFO, "Job " + test.id() + " is being cancelled")
                .line("A message in its thread says when its sandbox is removed.")
                .build());
      } else {
        session.answer(
            Card.of(Tone.WARN, "Job " + test.id() + " is no longer running")
                .line(
                    session.ended(test)
                        ? "There is nothing left to stop."
                        : "To remove its sandbox, run `/restore cleanup " + test.id() + "`.")
                .build());
      }
    }

    /** Says in its thread at once who cancels it: it takes a moment until it has ended. */
    private static void announce(CommandSession session, Job test) {
      if (test.state().running()) {
        String title = session.actor().name() + " asked to cancel it";
        session
            .context()
            .delivery()
            .reply(
                Origin.read(test.origin()),
                Card.of(Tone.INFO, title).build().about(Topics.of(test)));
      }
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Cancel(arguments.first());
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press.on(Action.CANCEL).map(Cancel::new);
  }
}
