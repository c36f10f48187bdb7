package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.disaster.DeletedStorage;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.LeftStorage;
import dev.restorebot.engine.text.Sizes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows the storage that a swap left, and the request to delete it. */
final class LeftStorageCards {
  private LeftStorageCards() {}

  /** Adds what is kept, with a button to delete it; or the request to do so. */
  static void add(Card.Builder card, Disaster disaster, Optional<ApprovalRequest> request) {
    List<String> names = LeftStorage.of(disaster);
    if (names.isEmpty()) {
      return;
    }
    Optional<ApprovalRequest> deletion =
        request
            .filter(asked -> asked.binding().kind().equals("deletion"))
            .filter(asked -> !asked.state().ended());
    deletion.ifPresent(
        asked -> {
          DisasterCardParts.reason(card, "Deletion requested", asked.reason());
          card.line(
              "It deletes "
                  + named(names)
                  + ", about "
                  + size(disaster)
                  + (LeftStorage.isWayBack(disaster)
                      ? ". THE WAY BACK ENDS WITH IT: this restore can no longer be rolled back,"
                          + " and what only the old data has is lost."
                      : ". What only the restored data has is lost."));
          DisasterCardParts.votes(card, asked);
          DisasterCardParts.buttons(card, disaster, asked);
        });
    if (request
        .filter(asked -> List.of("rollback", "deletion").contains(asked.binding().kind()))
        .filter(asked -> !asked.state().ended())
        .isEmpty()) {
      card.field("Kept", kept(disaster));
      card.button(
          Button.of(
              Action.DELETE_OLD,
              disaster.id(),
              "Delete the "
                  + (LeftStorage.isWayBack(disaster) ? "old " : "restored ")
                  + disaster.plan().target().volume().noun()));
    }
  }

  /** Returns what is kept, how large it is and since when it has not been used. */
  static String kept(Disaster disaster) {
    return named(LeftStorage.of(disaster))
        + ", about "
        + size(disaster)
        + ", not used since "
        + Humane.time(LeftStorage.since(disaster));
  }

  /** Says what was deleted, or is being deleted. */
  static String deleted(Disaster disaster) {
    return disaster
            .observations()
            .oldStorage()
            .map(LeftStorageCards::deleted)
            .orElseGet(() -> named(disaster.observations().gone()) + " was deleted by hand")
        + ". There is no rollback any more.";
  }

  private static String deleted(DeletedStorage deleted) {
    return named(deleted.names())
        + deleted
            .endedAt()
            .map(at -> " was deleted at " + Humane.time(at))
            .orElse(" is being deleted since " + Humane.time(deleted.beganAt()))
        + ", approved by two leads";
  }

  private static String named(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private static String size(Disaster disaster) {
    return Sizes.text(LeftStorage.bytes(disaster));
  }
}
