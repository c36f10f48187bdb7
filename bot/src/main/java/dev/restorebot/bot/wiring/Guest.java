package dev.restorebot.bot.wiring;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.engine.RestoreEngine;

/** Takes part in a running bot beside its chats. */
@FunctionalInterface
public interface Guest {
  /**
   * Joins before the engine starts.
   *
   * @return what the bot closes before its engine
   */
  AutoCloseable join(RestoreEngine engine, Delivery delivery);
}
