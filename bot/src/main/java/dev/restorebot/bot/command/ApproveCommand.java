package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.HandWork;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /restore approve}: approves a request for a disaster restore. */
final class ApproveCommand extends Subcommand {
  private static final String CODE = "code";

  ApproveCommand() {
    super(
        "approve",
        "JOB [CODE]",
        "approves a request for a disaster restore, with a code from your authenticator app",
        "approve k3m9x2 123456",
        List.of(
            Parameter.job().mandatory(),
            // Apps show it in two groups.
            Parameter.of(CODE, "of your authenticator app, when codes are asked for").words(2)));
  }

  /** A decision that may need a code. */
  enum Decision {
    APPROVE(Action.APPROVE),
    GO(Action.GO),
    ABANDON(Action.ABANDON),
    KEEP(Action.KEEP),
    START_HELD(Action.START_HELD),
    SERVICES_STOPPED(Action.SERVICES_STOPPED),
    SERVICES_STARTED(Action.SERVICES_STARTED),
    LOOK(Action.LOOK);

    private final Action action;

    Decision(Action action) {
      this.action = action;
    }
  }

  /**
   * Decides about a request for a disaster restore, or about the swap.
   *
   * @param seal of the request, from the button; empty when it was typed
   * @param code of an authenticator app
   */
  record Decide(Decision decision, String job, String seal, Optional<SecondFactorCode> code)
      implements Command {
    @Override
    public Access access() {
      return Access.EVERYBODY;
    }

    @Override
    public void run(CommandSession session) throws ProblemException {
      session.withDisasters(this::decide);
    }

    private void decide(DisasterSession disasters) {
      String id = job.toLowerCase(Locale.ROOT);
      String current = disasters.seal(id, seal);
      if (code.isEmpty() && disasters.disasters().codeNeeded(disasters.place())) {
        disasters.session().responder().ask(form(decision, id, current));
        return;
      }
      Vote vote = disasters.vote(current, code);
      disasters.answer(
          switch (decision) {
            case APPROVE -> disasters.disasters().approve(id, vote);
            case GO -> disasters.disasters().go(id, vote);
            case ABANDON -> disasters.disasters().abandon(id, vote);
            case KEEP -> disasters.disasters().keep(id, vote);
            case START_HELD -> disasters.disasters().startHeld(id, vote);
            case SERVICES_STOPPED -> disasters.disasters().confirm(id, vote, HandWork.Task.STOP);
            case SERVICES_STARTED -> disasters.disasters().confirm(id, vote, HandWork.Task.START);
            case LOOK -> disasters.disasters().look(id, vote);
          });
    }
  }

  @Override
  Command read(Arguments arguments) {
    return new Decide(
        Decision.APPROVE, arguments.first(), "", arguments.rest(1).map(SecondFactorCode::new));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return Arrays.stream(Decision.values())
        .filter(decision -> decision.action == press.action())
        .<Command>map(
            decision ->
                new Decide(
                    decision,
                    press.id(),
                    press.seal(),
                    press.input(CODE).map(SecondFactorCode::new)))
        .findFirst();
  }

  /** Builds the dialog for a lead whose decision needs a code. */
  static Form form(Decision decision, String job, String seal) {
    String word = decision.action.word().replace('-', ' ');
    return new Form(
        decision.action,
        Action.value(job, seal),
        word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + " " + job,
        "Send",
        List.of("Nothing has changed yet."),
        List.of(
            new Form.Input(
                CODE,
                "Code of your authenticator app",
                "Six digits. Each code works once.",
                Form.Kind.SECRET,
                10)),
        decision == Decision.APPROVE
            ? DisasterForms.typed(
                "A code of your authenticator app is needed", "approve " + job + " 123456")
            : Card.of(Tone.WARN, "A code of your authenticator app is needed")
                .line("Nothing changed. The dialog could not be opened. Press the button again.")
                .build());
  }
}
