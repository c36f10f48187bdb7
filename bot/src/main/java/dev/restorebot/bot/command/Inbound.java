package dev.restorebot.bot.command;

import dev.restorebot.bot.thread.Card;
import dev.restorebot.engine.job.Actor;

/**
 * Where front ends hand in what people do. Returns at once: work goes on elsewhere, answers come
 * through the {@link Responder} or as messages.
 */
public interface Inbound {
  /** Somebody typed {@code /restore …}. {@code text} is what follows {@code /restore}. */
  void command(String text, String channel, Actor actor, Responder responder);

  /** Somebody pressed a button of a card. */
  void button(String action, String value, String channel, Actor actor, Responder responder);

  /** Answers only the person who acted. May be called from any thread, any number of times. */
  @FunctionalInterface
  interface Responder {
    /** Shows a card to the person alone. Never throws. */
    void ephemeral(Card card);
  }
}
