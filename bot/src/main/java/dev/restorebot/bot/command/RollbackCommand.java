package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /restore rollback}: requests a rollback of a disaster restore. */
final class RollbackCommand extends Subcommand {
  RollbackCommand() {
    super(
        "rollback",
        "JOB [REASON]",
        "asks two on-call leads to approve rolling back a disaster restore",
        "rollback k3m9x2 the backup is too old",
        List.of(Parameter.job().mandatory(), Parameter.reason()));
  }

  /** Requests a rollback; a dialog asks for a missing reason. */
  record Rollback(String job, Optional<String> reason) implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      session.withDisasters(
          disasters -> {
            String id = job.toLowerCase(Locale.ROOT);
            Optional<Card> elsewhere = disasters.elsewhere(id, "rollback", "rollback");
            if (elsewhere.isPresent()) {
              session.answer(elsewhere.get());
              return;
            }
            disasters.disasters().requireMayRequest(id, session.actor(), disasters.place());
            if (reason.isEmpty()) {
              session.responder().ask(form(id));
              return;
            }
            var unused =
                disasters
                    .disasters()
                    .requestRollback(
                        id, reason.get(), session.actor(), disasters.place(), Optional.empty());
          });
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Rollback(arguments.first(), arguments.rest(1));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press
        .on(Action.ROLLBACK)
        .map(job -> new Rollback(job, press.input(DisasterForms.REASON)));
  }

  /** Builds the dialog for the person who requests it. */
  static Form form(String job) {
    return new Form(
        Action.ROLLBACK,
        job,
        "Roll back " + job,
        "Ask for approval",
        List.of(
            "Production's database gets its previous data back. What was written since the"
                + " disaster restore is not in it; it stays beside it. Nothing is changed until"
                + " on-call leads approve."),
        List.of(DisasterForms.reason("Why?")),
        DisasterForms.typed("The reason is missing", "rollback " + job + " the reason why"));
  }
}
