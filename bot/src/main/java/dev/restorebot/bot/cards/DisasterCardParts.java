package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.text.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds what several cards of a disaster restore share. */
final class DisasterCardParts {
  private DisasterCardParts() {}

  /** Quotes what people typed in several lines, so that none of them looks like the plan. */
  static void reason(Card.Builder card, String label, String typed) {
    List<String> lines = Quoted.lines(typed);
    if (lines.size() <= 1) {
      card.line(label + ": " + Quoted.inLine(typed));
    } else {
      card.line(label + ", as it was typed:");
      lines.forEach(card::line);
    }
  }

  static void buttons(Card.Builder card, Disaster disaster, ApprovalRequest request) {
    if (request.state() == ApprovalState.PENDING) {
      String value = Action.value(disaster.id(), request.seal());
      card.button(
              new Button(
                  Action.APPROVE,
                  value,
                  "Approve",
                  Button.Style.PRIMARY,
                  Optional.of(question(disaster, request))))
          .button(new Button(Action.DENY, value, "Deny", Button.Style.DANGER, Optional.empty()));
    }
  }

  private static String question(Disaster disaster, ApprovalRequest request) {
    return switch (request.binding().kind()) {
      case "rollback" -> "Return " + where(disaster) + " to its previous data?";
      case "deletion" -> "Delete the " + old(disaster) + "? The way back ends with it.";
      default -> ApprovalCard.question(disaster.plan(), where(disaster));
    };
  }

  static void votes(Card.Builder card, ApprovalRequest request) {
    String names =
        request.votes().stream()
            .map(vote -> request.shown(vote.by()))
            .collect(Collectors.joining(", "));
    card.field(
        "Approved by",
        request.votes().size() + " of " + request.needed() + (names.isEmpty() ? "" : ": " + names));
    request.deadline().ifPresent(at -> card.field("Deadline", Humane.time(at)));
  }

  static Card.Builder base(
      Disaster disaster, Optional<ApprovalRequest> request, Tone tone, String title) {
    return Card.of(tone, title)
        .field("Disaster restore", disaster.id())
        .field(
            "Requested by",
            request
                .map(asked -> asked.shown(disaster.requestedBy()))
                .orElse(Quoted.inLine(disaster.requestedBy().name())));
  }

  static Card.Builder why(Card.Builder card, Optional<ApprovalRequest> request) {
    request.flatMap(ApprovalRequest::ending).ifPresent(ending -> reason(card, "Why", ending));
    return card;
  }

  static void contacts(Card.Builder card, List<String> contacts) {
    if (!contacts.isEmpty()) {
      card.field("Call", String.join(", ", contacts));
    }
  }

  /** Names the target and its database. */
  static String where(Disaster disaster) {
    Target target = disaster.plan().target();
    return target.kind().where(target);
  }

  static String old(Disaster disaster) {
    Target target = disaster.plan().target();
    String name =
        disaster.state() == DisasterState.ROLLED_BACK
            ? target.volume().name()
            : disaster.plan().oldStorage();
    return "old " + target.volume().noun() + " `" + name + "`";
  }

  static String word(DisasterState state) {
    return state.name().replace('_', ' ');
  }
}
