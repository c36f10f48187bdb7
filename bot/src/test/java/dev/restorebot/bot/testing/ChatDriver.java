package dev.restorebot.bot.testing;

import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * People at a chat, for {@link ChatFrontEndContract}: types and reads as they would, knows nothing
 * of the adapter under test. One instance is one chat; it outlives the front ends that join it.
 */
public interface ChatDriver extends AutoCloseable {
  /** A front end on this chat and its store, started. The caller closes it. */
  ChatFrontEnd join(Inbound inbound) throws Exception;

  /**
   * Whether {@code /restore} can be typed with nothing after it; where it cannot, the driver types
   * {@code help} instead.
   */
  default boolean bareCommand() {
    return true;
  }

  /** Whether the bot acknowledges what people do before it hands it in. */
  default boolean acknowledgedBeforeTheWork() {
    return true;
  }

  /** What the channel shows but for the doctor, who may speak up at any time. */
  default List<Shown> channelShowsOfWork() {
    return channelShows().stream()
        .filter(each -> !each.text().contains("A restore would fail"))
        .toList();
  }

  /** A channel that the bot may talk in. */
  String channel();

  /** Somebody at this chat, as the bot should know them; 0 and 1 are different people. */
  Actor person(int number);

  /**
   * Types {@code /restore text}.
   *
   * @return how long the chat waited until the bot acknowledged it
   */
  Duration type(Actor who, String text) throws Exception;

  /**
   * Presses a button and confirms, where that is asked.
   *
   * @return how long the chat waited until the bot acknowledged it
   */
  Duration press(Actor who, ThreadRef message, String label) throws Exception;

  /**
   * Chooses in what {@link Inbound.Responder#choose} showed to that person, and sends it.
   *
   * @return how long the chat waited until the bot acknowledged it
   */
  Duration choose(Actor who, String label) throws Exception;

  /**
   * Fills in the form that {@link Inbound.Responder#ask} showed to that person last, and sends it.
   *
   * @param texts by the labels of the inputs
   */
  void fill(Actor who, Map<String, String> texts) throws Exception;

  /** How settings name that person. */
  String idOf(Actor who);

  /**
   * How settings name a group with person 0 in it and not person 1; empty when this chat has no
   * groups.
   */
  Optional<String> group();

  /** Says who is in that group from now on. */
  default void inGroup(List<Actor> members) {
    throw new UnsupportedOperationException("this chat has no groups");
  }

  /** The channel's messages without answers to one person, the oldest first. */
  List<Shown> channelShows();

  /** The replies in a message's thread without answers to one person, the oldest first. */
  List<Shown> threadShows(ThreadRef headline);

  /** The answers that only this person sees, the oldest first. */
  List<Shown> onlyShownTo(Actor who);

  /** Makes the chat unavailable until the result is closed. */
  Outage outage() throws Exception;

  @Override
  void close() throws Exception;

  /** While it is open the chat takes nothing. */
  @FunctionalInterface
  interface Outage extends AutoCloseable {}

  /**
   * A message as a person reads it.
   *
   * @param id its id in a {@link ThreadRef}
   * @param text all that it says, markup already applied, with attached files' contents
   * @param buttons the labels of its buttons
   */
  record Shown(String id, String text, List<String> buttons) {}
}
