package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /restore deny}: denies a request for a disaster restore. */
final class DenyCommand extends Subcommand {
  DenyCommand() {
    super(
        "deny",
        "JOB [REASON]",
        "denies a request for a disaster restore, with a reason",
        "deny k3m9x2 the database is fine",
        List.of(Parameter.job().mandatory(), Parameter.reason()));
  }

  /**
   * Denies a request for a disaster restore.
   *
   * @param seal of the request, from the button; empty when it was typed
   * @param reason why; a dialog asks for it when it is missing
   */
  record Deny(String job, String seal, Optional<String> reason) implements Command {
    @Override
    public Access access() {
      return Access.EVERYBODY;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      session.withDisasters(
          disasters -> {
            String id = job.toLowerCase(Locale.ROOT);
            String current = disasters.seal(id, seal);
            if (reason.isEmpty()) {
              session.responder().ask(form(id, current));
            } else {
              disasters.answer(
                  disasters
                      .disasters()
                      .deny(id, disasters.vote(current, Optional.empty()), reason.get()));
            }
          });
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Deny(arguments.first(), "", arguments.rest(1));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press
        .on(Action.DENY)
        .map(value -> new Deny(press.id(), press.seal(), press.input(DisasterForms.REASON)));
  }

  /** Builds the dialog for a lead who denies. */
  static Form form(String job, String seal) {
    return new Form(
        Action.DENY,
        Action.value(job, seal),
        "Deny " + job,
        "Deny",
        List.of("This ends the request. Everybody in the channel can see the reason."),
        List.of(DisasterForms.reason("Why not?")),
        DisasterForms.typed("The reason is missing", "deny " + job + " the reason why"));
  }
}
