package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.task.Threads;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /restore cleanup}: removes the sandbox of a finished job, or of all of them. */
final class CleanupCommand extends Subcommand {
  private static final Logger log = LoggerFactory.getLogger(CleanupCommand.class);
  private static final String ALL = "all";
  private static final Card NONE = Card.of(Tone.INFO, "There is no sandbox to clean up").build();

  CleanupCommand() {
    super(
        "cleanup",
        "JOB|all",
        "removes the sandbox of a finished job, or of all of them",
        "cleanup k3m9x2",
        List.of(Parameter.job().about("the job's id, or all").mandatory().choices(List.of(ALL))),
        "delete",
        "remove",
        "rm");
  }

  /**
   * Removes sandboxes.
   *
   * @param job whose sandbox; empty for all of them
   * @param confirmed whether somebody has confirmed that all of them are meant
   */
  record Cleanup(Optional<String> job, boolean confirmed) implements Command {
    Cleanup(Optional<String> job) {
      this(job, false);
    }

    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) {
      if (job.isEmpty() && !confirmed) {
        ask(session);
      } else if (job.isEmpty()) {
        removeAll(session);
      } else {
        session.withJob(
            job.get().toLowerCase(Locale.ROOT), found -> remove(session, found).answer(session));
      }
    }

    private static void ask(CommandSession session) {
      List<Job> ready = session.context().engine().ready();
      if (ready.isEmpty()) {
        session.answer(NONE);
        return;
      }
      String what = ready.size() + (ready.size() == 1 ? " sandbox" : " sandboxes");
      Card.Builder card =
          Card.of(Tone.WARN, "Remove " + what + "?")
              .line("Open sessions in them end. Nothing was removed yet.");
      ready.forEach(found -> card.line("`" + found.id() + "`: " + found.title()));
      session.answer(
          card.button(
                  new Button(
                      Action.CLEANUP, ALL, "Remove " + what, Button.Style.DANGER, Optional.empty()))
              .build());
    }

    private static void removeAll(CommandSession session) {
      List<Job> ready = session.context().engine().ready();
      if (ready.isEmpty()) {
        session.answer(NONE);
        return;
      }
      List<Removal> removals =
          Threads.mapAll("sandbox-removal", ready, found -> remove(session, found));
      removals.forEach(removal -> removal.answer(session));
      long removed = removals.stream().filter(Removal::done).count();
      session.answer(
          Card.of(Tone.INFO, removed + " of " + ready.size() + " sandboxes removed").build());
    }

    private static Removal remove(CommandSession session, Job found) {
      try {
        return new Removal(
            found,
            session.context().engine().cleanUp(found.id(), session.actor()).isPresent(),
            Optional.empty());
      } catch (ProblemException e) {
        log.warn("cleaning up job {} failed", found.id(), e);
        return new Removal(found, false, Optional.of(e.problem()));
      }
    }
  }

  /** The end of an attempt to remove the sandbox of a job. */
  private record Removal(Job job, boolean done, Optional<Problem> problem) {
    /** Says why it was not done. */
    void answer(CommandSession session) {
      problem.ifPresent(session::answer);
      if (!done && problem.isEmpty()) {
        session.noSandbox(
            job,
            session.ended(job)
                ? "It was already removed."
                : "It is still running. To stop it, run `/restore cancel " + job.id() + "`.");
      }
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Cleanup(arguments.at(0).filter(job -> !job.equalsIgnoreCase(ALL)));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press
        .on(Action.CLEANUP)
        .map(
            job ->
                job.equals(ALL)
                    ? new Cleanup(Optional.empty(), true)
                    : new Cleanup(Optional.of(job)));
  }
}
