package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.PlanOptions;
import java.util.Optional;

/** Builds the headlines with which a lead decides about the restored data. */
final class DecisionCards {
  private DecisionCards() {}

  static Card go(Disaster disaster, Optional<ApprovalRequest> request, String what) {
    boolean manual = disaster.plan().options().swap() == PlanOptions.Swap.MANUAL;
    Card.Builder card =
        DisasterCardParts.base(
                disaster, request, Tone.WARN, "GO OR NO-GO: " + what + " is restored and verified")
            .line(
                "The new "
                    + disaster.plan().target().volume().noun()
                    + " `"
                    + disaster.plan().newVolume()
                    + "` passed verification. A lead decides: "
                    + (manual
                        ? "swap by hand with the commands in the thread, then press \"Swap done\"."
                        : "press \"Swap in\" or \"Abandon\"."));
    ComparisonCards.add(card, disaster);
    disaster
        .progress()
        .stoppedAt()
        .ifPresent(at -> card.field("Services stopped since", Humane.time(at)));
    card.field("Who decides", "any on-call lead");
    request.ifPresent(
        approved -> {
          String value = Action.value(disaster.id(), approved.seal());
          card.line(
              "To see it yourself first, press \"Look at it\": the thread gets a command that reads"
                  + " the restored database.");
          card.button(
                  new Button(
                      Action.GO,
                      value,
                      manual ? "Swap done" : "Swap in",
                      Button.Style.PRIMARY,
                      Optional.of(
                          "Switch the database of "
                              + DisasterCardParts.where(disaster)
                              + " to the new "
                              + disaster.plan().target().volume().noun()
                              + "?")))
              .button(
                  new Button(
                      Action.ABANDON,
                      value,
                      "Abandon",
                      Button.Style.DANGER,
                      Optional.of(
                          "Remove the new "
                              + disaster.plan().target().volume().noun()
                              + (disaster.plan().target().stopServices().isEmpty()
                                  ? "? The old one stays in use."
                                  : " and start the services with the old one?"))))
              .button(Button.of(Action.LOOK, value, "Look at it"));
        });
    return card.build();
  }

  static Card keep(Disaster disaster, Optional<ApprovalRequest> request) {
    Card.Builder card =
        DisasterCardParts.base(
            disaster,
            request,
            Tone.BAD,
            (disaster.plan().target().hasWayBack() ? "KEEP OR ROLL BACK: " : "A CHECK FAILED: ")
                + DisasterCardParts.where(disaster)
                + " runs on the restored data"
                + (disaster.plan().target().hasWayBack() ? ", a check failed" : ""));
    disaster
        .problem()
        .ifPresent(
            why -> card.line("What happened: " + why.message()).line("What to do: " + why.hint()));
    boolean wayBack = disaster.plan().target().hasWayBack();
    card.line(
        wayBack
            ? "A lead decides: press \"Keep it\" if the restored data is right, or \"Roll back\" to"
                + " return to the "
                + DisasterCardParts.old(disaster)
                + ". What is written in the meantime stays on the new "
                + disaster.plan().target().volume().noun()
                + "."
            : "There is no rollback: the "
                + DisasterCardParts.old(disaster)
                + " was gone before the restore. To end this restore with the restored data, a lead"
                + " presses \"Keep it\". To try another backup, request a new restore after that.");
    request.ifPresent(
        approved -> {
          String value = Action.value(disaster.id(), approved.seal());
          card.button(
              new Button(
                  Action.KEEP,
                  value,
                  "Keep it",
                  Button.Style.PRIMARY,
                  Optional.of("Keep the restored data although a check failed?")));
          if (wayBack) {
            card.button(
                new Button(
                    Action.ABANDON,
                    value,
                    "Roll back",
                    Button.Style.DANGER,
                    Optional.of(
                        "Return to the old " + disaster.plan().target().volume().noun() + "?")));
          }
        });
    return card.build();
  }
}
