package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.state.Actor;
import java.util.List;

/** Finds the ids by which a chat calls people's attention. */
final class Mentions {
  private Mentions() {}

  /** Returns the id of a person in the chat of that thread; empty for somebody of another chat. */
  static List<String> of(Actor person, Origin thread) {
    String chat = thread.frontEnd() + ":";
    return person.id().startsWith(chat) ? List.of(person.id().substring(chat.length())) : List.of();
  }
}
