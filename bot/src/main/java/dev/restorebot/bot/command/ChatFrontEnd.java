package dev.restorebot.bot.command;

import dev.restorebot.bot.delivery.Chat;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.state.Actor;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

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

  /**
   * Returns true if a person belongs to those, as {@link #belongs} says, and has a full account of
   * this workspace or server: none that is deactivated, a guest's, a bot's or another workspace's.
   *
   * @param now whether the chat is asked at this moment; else the answer may be some minutes old
   * @throws DeliveryException when the chat could not be asked
   */
  boolean belongsAsMember(Actor actor, Collection<String> ids, boolean now)
      throws DeliveryException;

  /**
   * Lists the actors that those ids stand for, who have full accounts as far as that is known.
   *
   * @param ids ids of people and groups, as this chat writes them
   * @return their ids; empty when the chat does not list the people of its groups
   * @throws DeliveryException when the chat could not be asked
   */
  Optional<Set<String>> people(Collection<String> ids) throws DeliveryException;

  @Override
  void close();
}
