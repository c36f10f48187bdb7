package dev.restorebot.bot.command;

import dev.restorebot.bot.thread.Card;
import dev.restorebot.bot.thread.DeliveryException;
import dev.restorebot.bot.thread.ThreadRef;
import dev.restorebot.engine.job.Actor;
import java.time.Duration;
import java.util.Collection;

/**
 * A chat that the bot talks in. Only translates: it decides nothing and knows no job.
 *
 * <p>Thread-safe. Messages handed in by one thread arrive in that order. Nothing is tried twice
 * here: whoever hands in a message tries again when {@link DeliveryException#retryable()} says so,
 * and not before {@link DeliveryException#retryAfter()}.
 */
public interface ChatFrontEnd extends AutoCloseable {
  /** {@code console}, {@code slack} or {@code discord}. */
  String name();

  /**
   * Connects and starts to hand in commands and clicks. A chat that is away does not fail it: the
   * front end connects when it is back.
   *
   * @throws DeliveryException when it can never work as it is set up, such as with a wrong token
   */
  void start(Inbound inbound) throws DeliveryException;

  /** Posts a message to a channel; a thread can hang under it. */
  ThreadRef post(String channel, Card card) throws DeliveryException;

  /** Replaces the message in place. */
  void edit(ThreadRef message, Card card) throws DeliveryException;

  /** Adds a reply to the message's thread. */
  ThreadRef reply(ThreadRef headline, Card card) throws DeliveryException;

  /**
   * Whether a person is one of those, or belongs to one of those groups. May ask the chat, so it
   * may take a moment; what it said may be some minutes old.
   *
   * @param ids ids of people and groups, as this chat writes them
   * @throws DeliveryException when the chat could not be asked
   */
  boolean belongs(Actor actor, Collection<String> ids) throws DeliveryException;

  /** The least time between two edits of a message that this chat likes. */
  default Duration betweenEdits() {
    return Duration.ofSeconds(1);
  }

  @Override
  void close();
}
