package dev.restorebot.bot.delivery;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;

/** A receiver of single messages, which hang under no headline and are never edited. */
public interface EventChat extends Chat {
  @Override
  default ThreadRef post(String channel, Card card) throws DeliveryException {
    throw new UnsupportedOperationException(name() + " has no headlines");
  }

  @Override
  default void edit(ThreadRef message, Card card) throws DeliveryException {
    throw new UnsupportedOperationException(name() + " has no headlines");
  }
}
