package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.RehearsalCards;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.rehearsal.RehearsalJobs;
import java.util.List;
import java.util.Optional;

/** {@code /restore rehearse}: starts the application on a restored copy of its database. */
final class RehearseCommand extends Subcommand {
  RehearseCommand() {
    super(
        "rehearse",
        "[TARGET] [BACKUP]",
        "starts the application on a restored copy, checks it, and measures the downtime",
        "rehearse shop_db_2026-02-09_14-30-00.dump",
        List.of(Parameter.target(), Parameter.backup("the backup's name, or latest")),
        "rehearsal");
  }

  /**
   * Rehearses a target; asks for what is missing.
   *
   * @param backup its name, or that of the target, as people may type only that
   */
  record Rehearse(Optional<String> target, Optional<String> backup) implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      session.withDisasters(
          disasters -> {
            TargetQuestion typed = new TargetQuestion(TargetPurpose.REHEARSAL, target, backup);
            TargetQuestion question =
                typed.beginsWithTarget(disasters.disasters())
                    ? new TargetQuestion(TargetPurpose.REHEARSAL, backup, Optional.empty())
                    : typed;
            try {
              ask(disasters, question);
            } catch (ProblemException e) {
              session.suggest(
                  e,
                  question.backup().orElse(""),
                  other -> question.line(new RehearseCommand(), other));
            }
          });
    }

    private static void ask(DisasterSession disasters, TargetQuestion question)
        throws ProblemException {
      RehearsalJobs rehearsals = disasters.session().context().rehearsals().orElseThrow();
      Optional<TargetQuestion.Answer> answer =
          question.ask(disasters, (name, of) -> rehearsals.requireSuitable(name));
      if (answer.isPresent()) {
        start(disasters.session(), answer.get().target(), answer.get().backup());
      }
    }

    private static void start(CommandSession session, String target, Backup backup)
        throws ProblemException {
      RehearsalJobs rehearsals = session.context().rehearsals().orElseThrow();
      Card asked = RehearsalCards.asked(target, backup.displayName(), session.actor().name());
      Optional<Origin> origin = session.begin(asked, ", so nothing was started");
      if (origin.isEmpty()) {
        return;
      }
      try {
        var unused = rehearsals.start(target, backup, session.actor(), origin.get().write());
      } catch (ProblemException | RuntimeException e) {
        Card card = RehearsalCards.notStarted(target, backup.displayName(), e);
        session.context().delivery().headline(origin.get(), () -> card, true);
        throw e;
      }
    }
  }

  @Override
  Command read(Arguments arguments) {
    return arguments.size() < 2
        ? new Rehearse(Optional.empty(), arguments.at(0))
        : new Rehearse(arguments.at(0), arguments.at(1));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press
        .on(Action.REHEARSE)
        .map(value -> new Rehearse(TargetChoice.target(value), TargetChoice.backup(value)));
  }
}
