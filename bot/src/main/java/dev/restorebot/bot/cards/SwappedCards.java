package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.LeftStorage;
import dev.restorebot.engine.disaster.LostSwap;
import dev.restorebot.engine.disaster.Outage;
import java.util.List;
import java.util.Optional;

/** Builds the headlines of a disaster restore that was swapped in, or undone. */
final class SwappedCards {
  private SwappedCards() {}

  static void held(Card.Builder card, Disaster disaster, ApprovalRequest request) {
    String services = String.join(", ", disaster.progress().held());
    if (services.isEmpty()) {
      return;
    }
    boolean byHand = disaster.plan().options().services().byHand();
    if (List.of("rollback", "deletion").contains(request.binding().kind())) {
      // The approvals of the restore are replaced, so no button would count.
      card.line(
          "Held back: "
              + services
              + ". To start them, "
              + disaster.plan().startByHand(disaster.progress().held()));
    } else {
      card.line(
              "Held back: "
                  + services
                  + (byHand
                      ? ". When people have checked the data, start them by hand; then a lead"
                          + " presses \"They are started\"."
                      : ". When people have checked the data, a lead presses \"Start them\"."))
          .button(
              new Button(
                  Action.START_HELD,
                  Action.value(disaster.id(), request.seal()),
                  byHand ? "They are started" : "Start them",
                  Button.Style.PRIMARY,
                  Optional.of(
                      byHand
                          ? "Confirm that " + services + " are started?"
                          : "Start " + services + " on the restored data?")));
    }
  }

  static Card done(Disaster disaster, Optional<ApprovalRequest> request) {
    DisasterPlan plan = disaster.plan();
    Card.Builder card =
        lost(
                DisasterCardParts.base(
                    disaster,
                    request,
                    disaster.progress().lost().isPresent() ? Tone.BAD : Tone.GOOD,
                    disaster
                        .progress()
                        .lost()
                        .map(lost -> "DONE, but " + elsewhere(disaster, lost))
                        .orElse(
                            "DONE: "
                                + DisasterCardParts.where(disaster)
                                + " runs on the restored data")),
                disaster)
            .line(wayBack(disaster, request));
    ComparisonCards.addSummary(card, disaster);
    fresh(card, disaster);
    toCommit(card, disaster);
    request.ifPresent(approved -> held(card, disaster, approved));
    plan.target().outage().map(Outage::rolesWithoutPassword).stream()
        .filter(roles -> !roles.isEmpty())
        .forEach(
            roles ->
                card.line(
                    "Set the passwords that nobody knows, with the commands of the plan's warnings."
                        + " Roles: "
                        + String.join(", ", roles)
                        + "."));
    rollback(card, disaster, request.filter(asked -> !asked.state().ended()));
    LeftStorageCards.add(card, disaster, request);
    return card.build();
  }

  private static void fresh(Card.Builder card, Disaster disaster) {
    card.line(
        disaster
            .observations()
            .freshBackup()
            .map(
                fresh ->
                    "Fresh backup: `"
                        + fresh.name()
                        + "`, taken "
                        + Humane.time(fresh.takenAt())
                        + ".")
            .orElse(
                "TAKE A BACKUP NOW: no backup newer than the swap has been seen. Run the backup"
                    + " script; its arrival is noted here."));
  }

  private static void toCommit(Card.Builder card, Disaster disaster) {
    DisasterPlan plan = disaster.plan();
    String noun = plan.target().volume().noun();
    if (plan.toCommit().isEmpty()) {
      card.line(
          "The restored database is called `"
              + plan.newStorage()
              + "` now, as the old one was: programs connect as before. There is nothing to"
              + " commit.");
      return;
    }
    if (disaster.observations().committed()) {
      card.line("The project's own files name the new " + noun + ", so deployments keep it.");
      return;
    }
    card.line(
        "To keep the new "
            + noun
            + " at the next deployment, commit this to the project's own files, then delete the"
            + " override file. Until then, a deployment with -f must name `"
            + plan.overrideFile()
            + "` as its last -f, or it returns to the old "
            + noun
            + ":");
    plan.toCommit().lines().forEach(card::code);
  }

  /** The request to go back, with what that loses. */
  static void rollback(Card.Builder card, Disaster disaster, Optional<ApprovalRequest> request) {
    Optional<ApprovalRequest> rollback =
        request.filter(asked -> asked.binding().kind().equals("rollback"));
    rollback.ifPresent(
        asked -> {
          DisasterCardParts.reason(card, "Rollback requested", asked.reason());
          card.line(
              "The rollback brings the "
                  + DisasterCardParts.old(disaster)
                  + " back. "
                  + leftBehind(disaster));
          written(card, disaster);
          DisasterCardParts.votes(card, asked);
          DisasterCardParts.buttons(card, disaster, asked);
        });
    if (rollback.filter(asked -> !asked.state().ended()).isEmpty()
        && disaster.hasWayBack()
        && (disaster.state() == DisasterState.DONE || disaster.progress().swapBegan())) {
      card.button(Button.of(Action.ROLLBACK, disaster.id(), "Roll back"));
    }
  }

  /** Says what a rollback leaves behind, and where. */
  static String leftBehind(Disaster disaster) {
    String storage =
        disaster.plan().target().volume().noun() + " `" + disaster.plan().newVolume() + "`";
    return "What was written since the swap"
        + disaster.progress().startedAt().map(at -> " (" + Humane.time(at) + ")").orElse("")
        + (LeftStorage.isDeleted(disaster, disaster.plan().newVolume())
            ? " is not in it. The " + storage + " that had it was deleted."
            : " is not in it; it stays on the " + storage + ", which is kept.");
  }

  /** Adds the numbers of rows that a rollback leaves behind, by table. */
  static void written(Card.Builder card, Disaster disaster) {
    disaster
        .observations()
        .written()
        .ifPresent(
            found -> {
              List<String> lines = found.lines();
              card.line("Left behind until " + Humane.time(found.at()) + ": " + lines.get(0));
              lines.stream().skip(1).forEach(card::line);
            });
  }

  /** Says where production is instead, after somebody lost the swap or the rollback. */
  static Optional<String> lost(Disaster disaster) {
    return disaster.progress().lost().map(lost -> elsewhere(disaster, lost));
  }

  static String elsewhere(Disaster disaster, LostSwap lost) {
    return disaster.plan().target().kind().elsewhere(disaster, lost)
        + " since "
        + Humane.time(lost.since());
  }

  static Card.Builder lost(Card.Builder card, Disaster disaster) {
    disaster
        .progress()
        .lost()
        .map(lost -> lost.problem(disaster))
        .ifPresent(
            problem -> {
              card.line("What happened: " + problem.message());
              List<String> todo = problem.hint().lines().toList();
              card.line("What to do: " + todo.get(0));
              // Lines to copy are on a card of DONE anyway.
              todo.stream()
                  .skip(1)
                  .filter(line -> !line.startsWith(DisasterCards.CODE))
                  .forEach(card::line);
            });
    return card;
  }

  static String wayBack(Disaster disaster, Optional<ApprovalRequest> request) {
    DisasterPlan plan = disaster.plan();
    String old = "The old " + plan.target().volume().noun() + " `" + plan.oldStorage();
    if (!plan.target().hasWayBack()) {
      return old + "` was gone before the restore, so there is no rollback.";
    }
    if (!disaster.hasWayBack()) {
      return LeftStorageCards.deleted(disaster);
    }
    return old
        + plan.newUploadsVolume()
            .map(any -> "` (uploads: `" + plan.target().uploads().get().name() + "`)")
            .orElse("`")
        + " is kept."
        + (request
                .filter(asked -> asked.binding().kind().equals("rollback"))
                .filter(asked -> !asked.state().ended())
                .isPresent()
            ? ""
            : " To roll back to it, press \"Roll back\": it asks for the reason.");
  }

  static Card ended(
      Disaster disaster,
      Optional<ApprovalRequest> request,
      Tone tone,
      String title,
      List<String> contacts) {
    Card.Builder card = lost(DisasterCardParts.base(disaster, request, tone, title), disaster);
    disaster
        .problem()
        .ifPresent(
            problem ->
                card.line("What happened: " + problem.message())
                    .line("What to do: " + problem.hint()));
    if (disaster.state() == DisasterState.ROLLED_BACK) {
      card.line(
          disaster.plan().target().kind().backInUse()
              + DisasterCardParts.old(disaster)
              + ". "
              + leftBehind(disaster));
      written(card, disaster);
      LeftStorageCards.add(card, disaster, request);
    } else if (disaster.state() == DisasterState.FAILED) {
      rollback(card, disaster, request.filter(asked -> !asked.state().ended()));
    }
    HandWorkCards.left(card, disaster);
    DisasterCardParts.contacts(card, contacts);
    return card.build();
  }
}
