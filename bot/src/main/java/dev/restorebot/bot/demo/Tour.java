package dev.restorebot.bot.demo;

import dev.restorebot.bot.console.ConsoleFrontEnd;
import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.task.RepeatedTask;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A guided tour of the demo: a card in the channel for each of four steps. Each says what to press
 * next, and the next one comes when it is done. Steps may be done in any order.
 */
final class Tour implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(400);

  private final RestoreEngine engine;
  private final Delivery delivery;
  private final TourCards cards;
  private final List<Origin> threads = new ArrayList<>();
  private final List<Card> shown = new ArrayList<>();
  private boolean reminded;
  private final RepeatedTask watch = new RepeatedTask("tour", this::look);

  /**
   * Begins it.
   *
   * @param channel the console's channel
   * @param site address of the application
   */
  Tour(RestoreEngine engine, Delivery delivery, String channel, URI site) {
    this.engine = engine;
    this.delivery = delivery;
    this.cards = new TourCards(site);
    for (int i = 0; i < TourCards.STEPS; i++) {
      threads.add(Origin.fresh(ConsoleFrontEnd.NAME, channel));
    }
    watch.start(EVERY, EVERY);
  }

  private void look() {
    TourFacts facts = TourFacts.of(engine);
    if (!reminded) { // the reminder of the drill comes first, and has its time to be posted
      reminded = facts.drill().isPresent();
      return;
    }
    List<Card> now = cards.of(facts);
    for (int i = 0; i < now.size(); i++) {
      Card card = now.get(i);
      if (i == shown.size()) {
        shown.add(card);
      } else if (shown.get(i).equals(card)) {
        continue;
      } else {
        shown.set(i, card);
      }
      delivery.headline(threads.get(i), () -> card, true);
    }
  }

  @Override
  public void close() {
    watch.close(EVERY.multipliedBy(10));
  }
}
