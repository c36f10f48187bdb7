package dev.restorebot.bot.delivery;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import java.time.Duration;

/**
 * Posts and edits messages in a chat. Thread-safe; messages of one Java thread arrive in that
 * order.
 *
 * <p>Nothing is retried here: the caller tries again when {@link DeliveryException#retryable()}
 * says so, and not before {@link DeliveryException#retryAfter()}.
 */
public interface Chat {
  /** {@code console}, {@code slack} or {@code discord}. */
  String name();

  /** Posts a message to a channel; a thread can hang under it. */
  ThreadRef post(String channel, Card card) throws DeliveryException;

  /** Replaces the message in place. */
  void edit(ThreadRef message, Card card) throws DeliveryException;

  /** Adds a reply to the message's thread. */
  ThreadRef reply(ThreadRef headline, Card card) throws DeliveryException;

  /**
   * The shortest time between two edits of a message that this chat allows. It applies to progress;
   * a change of state is shown within one second.
   */
  default Duration betweenEdits() {
    return Duration.ofSeconds(1);
  }
}
