package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillEvents;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.verify.Outcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Posts the progress of each drill to its thread. Returns at once. */
public final class DrillThreads implements DrillEvents {
  private final Delivery delivery;
  private final Alerts alerts;
  private final Function<Drill, Optional<DrillSettings>> settings;
  private final Function<Drill, Optional<Drill>> before;
  private final Function<String, List<String>> leads;
  private final Function<String, List<String>> contacts;
  private final InstantSource clock;

  /**
   * Posts through that delivery.
   *
   * @param alerts hears of what people must do, and of results
   * @param settings those of a drill, at the moment
   * @param before the last drill of the same database that ran
   * @param leads ids of the on-call leads, by the name of their chat
   * @param contacts whom to call about a database, at the moment
   */
  public DrillThreads(
      Delivery delivery,
      Alerts alerts,
      Function<Drill, Optional<DrillSettings>> settings,
      Function<Drill, Optional<Drill>> before,
      Function<String, List<String>> leads,
      Function<String, List<String>> contacts,
      InstantSource clock) {
    this.delivery = delivery;
    this.alerts = alerts;
    this.settings = settings;
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
      Card called = drill.state() == DrillState.DUE ? card.mentioning(people(drill)) : card;
      delivery.headline(Origin.read(drill.origin()), () -> called, true);
    }
  }

  @Override
  public void recorded(Drill drill) {
    boolean passed =
        drill.run().flatMap(Drill.Run::outcome).filter(Outcome.PASSED::equals).isPresent();
    Card card = DrillCards.recorded(drill, leads.apply(Origin.read(drill.origin()).frontEnd()));
    delivery.reply(Origin.read(drill.origin()), card.about(Topics.of(drill)));
    alerts.send(
        passed ? Alerts.Event.DRILL_PASSED : Alerts.Event.DRILL_FAILED, subject(drill), card);
    if (passed && settings.apply(drill).flatMap(DrillSettings::heartbeat).isPresent()) {
      delivery.reply(new Origin(Alerts.HEARTBEAT, drill.subject(), drill.id()), card);
    }
  }

  private List<String> people(Drill drill) {
    return settings.apply(drill).flatMap(DrillSettings::mention).stream().toList();
  }

  private static String subject(Drill drill) {
    return "drill-" + drill.subject();
  }

  @Override
  public void note(Drill drill, String words) {
    delivery.reply(Origin.read(drill.origin()), DisasterCards.note(words).about(Topics.of(drill)));
  }

  @Override
  public void overdue(Drill drill, int step) {
    Origin origin = Origin.read(drill.origin());
    List<String> called = new ArrayList<>(people(drill));
    if (Drills.tellsLeads(step)) {
      called.addAll(leads.apply(origin.frontEnd()));
    }
    Card card =
        DrillCards.overdue(
            drill,
            called,
            Drills.tellsContacts(step) ? contacts.apply(drill.database()) : List.of());
    delivery.reply(origin, card.about(Topics.of(drill)));
    alerts.send(Alerts.Event.DRILL_OVERDUE, subject(drill), card);
  }
}
