package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillEvents;
import dev.restorebot.engine.drill.Drills;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Posts the progress of each drill to its thread. Returns at once. */
public final class DrillThreads implements DrillEvents {
  private final Delivery delivery;
  private final Function<Drill, Optional<Drill>> before;
  private final Function<String, List<String>> leads;
  private final Supplier<List<String>> contacts;
  private final InstantSource clock;

  /**
   * Posts through that delivery.
   *
   * @param before the last drill of the same database that ran
   * @param leads ids of the on-call leads, by the name of their chat
   * @param contacts whom to call, at the moment
   */
  public DrillThreads(
      Delivery delivery,
      Function<Drill, Optional<Drill>> before,
      Function<String, List<String>> leads,
      Supplier<List<String>> contacts,
      InstantSource clock) {
    this.delivery = delivery;
    this.before = before;
    this.leads = leads;
    this.contacts = contacts;
    this.clock = clock;
  }

  /** The channel is a chat's name, a colon, and the channel's id. */
  @Override
  public String thread(String channel) {
    String[] parts = channel.split(":", 2);
    return Origin.fresh(parts[0], parts[1]).write();
  }

  @Override
  public void changed(Drill drill) {
    if (!drill.origin().isEmpty()) {
      Card card = DrillCards.headline(drill, before.apply(drill), clock.instant());
      delivery.headline(Origin.read(drill.origin()), () -> card, true);
    }
  }

  @Override
  public void note(Drill drill, String words) {
    delivery.reply(Origin.read(drill.origin()), DisasterCards.note(words).about(Topics.of(drill)));
  }

  @Override
  public void overdue(Drill drill, int step) {
    Origin origin = Origin.read(drill.origin());
    delivery.reply(
        origin,
        DrillCards.overdue(
                drill,
                Drills.tellsLeads(step) ? leads.apply(origin.frontEnd()) : List.of(),
                Drills.tellsContacts(step) ? contacts.get() : List.of())
            .about(Topics.of(drill)));
  }
}
