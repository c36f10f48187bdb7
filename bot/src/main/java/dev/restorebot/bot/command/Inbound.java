package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.state.Actor;
import java.util.Map;

/**
 * Receives from front ends what people do. Returns at once: other threads do the work, and answers
 * come through the {@link Responder} or as messages.
 */
public interface Inbound {
  /** Somebody typed {@code /restore …}. {@code text} is what follows {@code /restore}. */
  void command(String text, String channel, Actor actor, Responder responder);

  /** Somebody pressed a button of a card, or chose in a dialog. */
  void button(Action action, String value, String channel, Actor actor, Responder responder);

  /**
   * Somebody filled in a {@link Form}. A text may be missing, or be of blanks only.
   *
   * @param inputs the texts by the inputs' names
   */
  void form(
      Action action,
      String value,
      Map<String, String> inputs,
      String channel,
      Actor actor,
      Responder responder);

  /** Returns true if the names of backups and jobs may be shown to whoever reads that channel. */
  boolean maySee(String channel);

  /**
   * Returns true if results may be shown to a person outside the bot's channels: to testers and
   * leads, and to nobody when neither are set. May ask the chat, so it can take a while.
   */
  boolean maySee(Actor actor);

  /**
   * Somebody of another workspace pressed a button or filled in a form, in a channel that is shared
   * with them: nothing is done, they are told, and it is written down.
   *
   * @param actor named with their workspace
   */
  void foreign(Action action, String value, String channel, Actor actor, Responder responder);

  /** Answers only the person who acted. May be called from any thread, any number of times. */
  @FunctionalInterface
  interface Responder {
    /** Shows a card to the person alone. Never throws. */
    void ephemeral(Card card);

    /**
     * Lets the person choose; what is chosen comes in as {@link Inbound#button}. A chat without
     * dialogs, or one that cannot open it any more, shows the same as a card. Never throws.
     */
    default void choose(Choice choice) {
      ephemeral(choice.otherwise());
    }

    /**
     * Asks the person for text; it comes in as {@link Inbound#form}. A chat without dialogs, or one
     * that cannot open it any more, shows how to say it by a command. Never throws.
     */
    default void ask(Form form) {
      ephemeral(form.otherwise());
    }

    /** Ends the answers, of which there may have been none. Called once. Never throws. */
    default void done() {}
  }
}
