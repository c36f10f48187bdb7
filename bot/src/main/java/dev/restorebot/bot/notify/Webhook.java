package dev.restorebot.bot.notify;

import dev.restorebot.bot.cards.Alerts;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.delivery.EventChat;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import java.net.URI;
import java.time.InstantSource;

/** Posts the events of {@link Alerts} to an address. */
public final class Webhook implements EventChat {
  private final URI url;
  private final WebhookFormat format;
  private final String key;
  private final InstantSource clock;
  private final HttpSender sender = new HttpSender("the webhook");

  /**
   * Posts to an address.
   *
   * @param key the secret that the format needs; empty for none
   */
  public Webhook(URI url, WebhookFormat format, String key, InstantSource clock) {
    this.url = url;
    this.format = format;
    this.key = key;
    this.clock = clock;
  }

  @Override
  public String name() {
    return Alerts.WEBHOOK;
  }

  @Override
  public ThreadRef reply(ThreadRef subject, Card card) throws DeliveryException {
    sender.send(
        format.request(
            url,
            key,
            new WebhookFormat.Message(
                Alerts.Event.of(subject.channel()), subject.message(), card, clock.instant())));
    return subject;
  }
}
