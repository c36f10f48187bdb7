package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalEvents;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.verify.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Posts the progress and the result of each rehearsal to its thread. Returns at once. */
public final class RehearsalThreads implements RehearsalEvents {
  private final Delivery delivery;
  private final Alerts alerts;
  private final Map<String, Rehearsal> running = new ConcurrentHashMap<>();

  /**
   * Posts through that delivery.
   *
   * @param alerts hears of verdicts
   */
  public RehearsalThreads(Delivery delivery, Alerts alerts) {
    this.delivery = delivery;
    this.alerts = alerts;
  }

  @Override
  public void changed(Rehearsal rehearsal) {
    if (rehearsal.outcome().isEmpty()) {
      running.put(rehearsal.id(), rehearsal);
      headline(rehearsal, Optional.empty(), true);
      return;
    }
    running.remove(rehearsal.id());
    headline(rehearsal, Optional.empty(), true);
    if (rehearsal.cancelledBy().isEmpty()) {
      result(rehearsal, rehearsal.outcome().get());
    }
  }

  private void result(Rehearsal rehearsal, Outcome outcome) {
    if (hasThread(rehearsal)) {
      Origin origin = origin(rehearsal);
      for (Card card : RehearsalCards.result(rehearsal)) {
        delivery.reply(origin, card.about(Topics.of(rehearsal)));
      }
      delivery.reply(
          origin,
          RehearsalCards.ended(rehearsal)
              .mentioning(Mentions.of(rehearsal.asked().by(), origin))
              .about(Topics.of(rehearsal)));
    }
    alerts.send(
        switch (outcome) {
          case PASSED -> Alerts.Event.REHEARSAL_PASSED;
          case FAILED -> Alerts.Event.REHEARSAL_FAILED;
          case COULD_NOT_VERIFY -> Alerts.Event.REHEARSAL_COULD_NOT_VERIFY;
        },
        "rehearsal-" + rehearsal.target(),
        RehearsalCards.headline(rehearsal, Optional.empty()));
  }

  @Override
  public void progress(Rehearsal rehearsal, Progress progress) {
    Rehearsal now = running.get(rehearsal.id());
    if (now != null) {
      headline(now, Optional.of(progress), false);
    }
  }

  private void headline(Rehearsal rehearsal, Optional<Progress> progress, boolean keep) {
    if (hasThread(rehearsal)) {
      delivery.headline(
          origin(rehearsal), () -> RehearsalCards.headline(rehearsal, progress), keep);
    }
  }

  private static boolean hasThread(Rehearsal rehearsal) {
    return !rehearsal.asked().origin().isEmpty();
  }

  private static Origin origin(Rehearsal rehearsal) {
    return Origin.read(rehearsal.asked().origin());
  }
}
