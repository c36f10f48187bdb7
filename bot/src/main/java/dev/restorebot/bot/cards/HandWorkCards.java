package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.HandWork;
import java.util.Optional;

/** Says which services people stop and start by hand. */
final class HandWorkCards {
  private HandWorkCards() {}

  /** The headline while people stop or start the services. */
  static Card waiting(Disaster disaster, Optional<ApprovalRequest> request) {
    HandWork work = disaster.progress().handWork().orElseThrow();
    boolean back = work.then() == DisasterState.ROLLING_BACK;
    boolean stop = work.task() == HandWork.Task.STOP;
    Card.Builder card =
        DisasterCardParts.base(
            disaster,
            request,
            Tone.WARN,
            (stop ? "STOP THE SERVICES: " : "START THE SERVICES: ")
                + DisasterCardParts.where(disaster)
                + (back
                    ? " is being rolled back"
                    : stop ? " is being restored" : " has the restored data"));
    if (back) {
      disaster.problem().ifPresent(why -> card.line("What happened: " + why.message()));
    }
    card.line("What to do: " + work.words())
        .line(
            "When it is done, a lead presses \"They are "
                + work.task().participle()
                + "\". Until then the "
                + (back ? "rollback" : "restore")
                + " waits.")
        .field("Who confirms", "any on-call lead");
    request.ifPresent(
        approved -> {
          String value = Action.value(disaster.id(), approved.seal());
          card.button(
              new Button(
                  stop ? Action.SERVICES_STOPPED : Action.SERVICES_STARTED,
                  value,
                  "They are " + work.task().participle(),
                  Button.Style.PRIMARY,
                  Optional.of(
                      "Confirm that "
                          + String.join(", ", work.services())
                          + (work.services().size() == 1 ? " is " : " are ")
                          + work.task().participle()
                          + "? It is recorded with your name.")));
          boolean swapped = disaster.progress().swapBegan();
          if (!back && (!swapped || disaster.hasWayBack())) {
            card.button(
                new Button(
                    Action.ABANDON,
                    value,
                    swapped ? "Roll back" : "Abandon",
                    Button.Style.DANGER,
                    Optional.of("Stop this disaster restore? What it changed is undone.")));
          }
        });
    return card.build();
  }

  /** Adds what people have to start at the end, for which nobody waits. */
  static void left(Card.Builder card, Disaster disaster) {
    disaster
        .progress()
        .handWork()
        .filter(HandWork::isLeftToPeople)
        .ifPresent(
            work ->
                card.line(
                    "Start by hand what was stopped for the restore: "
                        + String.join(", ", work.services())
                        + "."));
  }
}
