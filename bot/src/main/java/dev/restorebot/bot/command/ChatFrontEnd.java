package dev.restorebot.bot.command;

import dev.restorebot.bot.thread.Card;
import dev.restorebot.bot.thread.DeliveryException;
import dev.restorebot.bot.thread.ThreadRef;

/**
 * A chat that the bot talks in. Only translates: it decides nothing and knows no job.
 *
 * <p>Thread-safe. Messages handed in by one thread arrive in that order.
 */
public interface ChatFrontEnd extends AutoCloseable {
  /** {@code console}, {@code slack} or {@code discord}. */
  String name();

  /** Connects and starts to hand in commands and clicks. */
  void start(Inbound inbound) throws DeliveryException;

  /** Posts a message to a channel; a thread can hang under it. */
  ThreadRef post(String channel, Card card) throws DeliveryException;

  /** Replaces the message in place. */
  void edit(ThreadRef message, Card card) throws DeliveryException;

  /** Adds a reply to the message's thread. */
  ThreadRef reply(ThreadRef headline, Card card) throws DeliveryException;

  @Override
  void close();
}
