package dev.restorebot.bot.notify;

import dev.restorebot.bot.cards.Alerts;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.delivery.EventChat;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls the heartbeat URL of a database after each drill that passed, so that a monitoring system
 * can alarm when none did (a dead man's switch). The call is a GET without a body: what services
 * such as healthchecks.io take as a sign of life.
 */
public final class Heartbeat implements EventChat {
  private final Function<String, Optional<URI>> urls;
  private final HttpSender sender = new HttpSender("the heartbeat URL");

  /**
   * Calls those addresses.
   *
   * @param urls the address by the name of the database, at the moment
   */
  public Heartbeat(Function<String, Optional<URI>> urls) {
    this.urls = urls;
  }

  @Override
  public String name() {
    return Alerts.HEARTBEAT;
  }

  @Override
  public ThreadRef reply(ThreadRef database, Card card) throws DeliveryException {
    Optional<URI> url = urls.apply(database.channel());
    if (url.isPresent()) {
      sender.send(HttpRequest.newBuilder(url.get()).timeout(HttpSender.PATIENCE).GET().build());
    }
    return database;
  }
}
