package dev.restorebot.bot.command;

import dev.restorebot.bot.delivery.Chat;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.state.Actor;
import java.util.Collection;

/** A chat that people give commands in. Only translates: it decides nothing and knows no job. */
public interface ChatFrontEnd extends Chat, AutoCloseable {
  /**
   * Connects and starts to hand in commands and clicks. A chat that is away does not fail it: the
   * front end connects when it is back.
   *
   * @throws DeliveryException when it can never work as it is set up, such as with a wrong token
   */
  void start(Inbound inbound) throws DeliveryException;

  /**
   * Returns true if a person is one of those, or belongs to one of those groups. May ask the chat,
   * so it may take a moment; the answer may be some minutes old.
   *
   * @param ids ids of people and groups, as this chat writes them
   * @throws DeliveryException when the chat could not be asked
   */
  boolean belongs(Actor actor, Collection<String> ids) throws DeliveryException;

  @Override
  void close();
}
