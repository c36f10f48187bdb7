package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /restore delete-old}: requests the deletion of the storage that one left. */
final class DeleteOldCommand extends Subcommand {
  DeleteOldCommand() {
    super(
        "delete-old",
        "JOB [REASON]",
        "asks two on-call leads to approve deleting the volume that a disaster restore left",
        "delete-old k3m9x2 the restored data is right",
        List.of(Parameter.job().mandatory(), Parameter.reason()));
  }

  /** Requests the deletion; a dialog asks for a missing reason. */
  record DeleteOld(String job, Optional<String> reason) implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      session.withDisasters(
          disasters -> {
            String id = job.toLowerCase(Locale.ROOT);
            Optional<Card> elsewhere = disasters.elsewhere(id, "deletion", "delete-old");
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
                    .requestDeletion(
                        id, reason.get(), session.actor(), disasters.place(), Optional.empty());
          });
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new DeleteOld(arguments.first(), arguments.rest(1));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press
        .on(Action.DELETE_OLD)
        .map(job -> new DeleteOld(job, press.input(DisasterForms.REASON)));
  }

  /** Builds the dialog for the person who requests it. */
  static Form form(String job) {
    return new Form(
        Action.DELETE_OLD,
        job,
        "Delete the old storage",
        "Ask for approval",
        List.of(
            "What the disaster restore left is deleted: the data from before it with its safety"
                + " copy, which ends the way back; after a rollback the restored data. Nothing is"
                + " deleted until on-call leads approve."),
        List.of(DisasterForms.reason("Why?")),
        DisasterForms.typed("The reason is missing", "delete-old " + job + " the reason why"));
  }
}
