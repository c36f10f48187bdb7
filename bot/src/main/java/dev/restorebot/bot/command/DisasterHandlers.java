package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.DisasterCards;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.Disasters;
import dev.restorebot.engine.state.Actor;
import java.util.Locale;
import java.util.Optional;

/** Carries out the disaster restore commands of one person, and answers. */
final class DisasterHandlers {
  private final CommandContext desk;
  private final Disasters disasters;
  private final String channel;
  private final Actor actor;
  private final Inbound.Responder responder;

  DisasterHandlers(
      CommandContext desk,
      Disasters disasters,
      String channel,
      Actor actor,
      Inbound.Responder responder) {
    this.desk = desk;
    this.disasters = disasters;
    this.channel = channel;
    this.actor = actor;
    this.responder = responder;
  }

  /** Asks for one, in a thread of its own. */
  void request(Command.Disaster command, Backup backup) throws ProblemException {
    if (command.database().isEmpty() || command.reason().isEmpty()) {
      responder.ask(DisasterForms.request(backup.name(), backup.displayName()));
      return;
    }
    Origin origin = Origin.fresh(desk.chat().name(), channel);
    try {
      desk.delivery().begin(origin, DisasterCards.preflight(backup.displayName(), actor.name()));
    } catch (DeliveryException e) {
      responder.ephemeral(
          Card.of(Tone.WARN, "The chat did not accept the message, so nothing was requested")
              .line(e.getMessage())
              .build());
      return;
    }
    try {
      Disaster unused =
          disasters.request(
              backup,
              command.database().get(),
              command.reason().get(),
              actor,
              place(),
              origin.write(),
              Optional.empty());
    } catch (ProblemException | RuntimeException e) {
      Card card = DisasterCards.notAsked(backup.displayName(), e);
      desk.delivery().headline(origin, () -> card, true);
      throw e;
    }
  }

  void decide(Command.Decide command) {
    String id = command.job().toLowerCase(Locale.ROOT);
    String seal = command.seal().isEmpty() ? seal(id) : command.seal();
    if (command.code().isEmpty() && disasters.codeNeeded(place())) {
      responder.ask(DisasterForms.code(command.decision(), id, seal));
      return;
    }
    Vote vote = new Vote(actor, place(), seal, command.code());
    answer(
        switch (command.decision()) {
          case APPROVE -> disasters.approve(id, vote);
          case GO -> disasters.go(id, vote);
          case ABANDON -> disasters.abandon(id, vote);
        });
  }

  void deny(Command.Deny command) {
    String id = command.job().toLowerCase(Locale.ROOT);
    String seal = command.seal().isEmpty() ? seal(id) : command.seal();
    if (command.reason().isEmpty()) {
      responder.ask(DisasterForms.deny(id, seal));
      return;
    }
    Vote vote = new Vote(actor, place(), seal, Optional.empty());
    answer(disasters.deny(id, vote, command.reason().get()));
  }

  void rollback(Command.Rollback command) throws ProblemException {
    String id = command.job().toLowerCase(Locale.ROOT);
    if (command.reason().isEmpty()) {
      responder.ask(DisasterForms.rollback(id));
      return;
    }
    Disaster unused =
        disasters.requestRollback(id, command.reason().get(), actor, place(), Optional.empty());
  }

  /** Cancels the disaster restore with that ID; false if there is none. */
  boolean cancel(String id) {
    if (disasters.find(id).isEmpty()) {
      return false;
    }
    answer(disasters.cancel(id, vote(id)));
    return true;
  }

  /** Shows the state of the disaster restore with that ID; false if there is none. */
  boolean status(String id) {
    Optional<Disaster> found = disasters.find(id);
    found.ifPresent(
        disaster ->
            responder.ephemeral(
                DisasterCards.headline(
                    disaster,
                    disasters.request(disaster),
                    Optional.empty(),
                    desk.contacts().get())));
    return found.isPresent();
  }

  void checked(Command.Checked command) {
    if (!disasters.checked(command.job(), command.mark(), actor)) {
      responder.ephemeral(
          Card.of(Tone.WARN, "That check does not belong to a finished disaster restore")
              .line("Nothing was recorded. The checks in the settings may have changed.")
              .build());
    }
  }

  private void answer(Decision decision) {
    responder.ephemeral(
        Card.of(decision.accepted() ? Tone.INFO : Tone.WARN, title(decision))
            .line(decision.words())
            .build());
  }

  private static String title(Decision decision) {
    return decision.accepted() ? "Decision recorded" : "Nothing changed";
  }

  private Vote vote(String id) {
    return new Vote(actor, place(), seal(id), Optional.empty());
  }

  /** The seal of the current request, for a person who typed its ID. */
  private String seal(String id) {
    return disasters.find(id).flatMap(disasters::request).map(ApprovalRequest::seal).orElse("");
  }

  private ChannelRef place() {
    return new ChannelRef(desk.chat().name(), "", channel);
  }
}
