package dev.restorebot.bot.console;

import dev.restorebot.engine.state.Actor;

/**
 * Somebody who can be chosen at the console. Nobody logs in: whoever reaches the page may be any of
 * them.
 *
 * @param id does not change: lower-case letters, digits and dashes
 * @param name name to show
 * @param role what they are here, such as {@code on-call}; may be empty
 */
public record ConsolePerson(String id, String name, String role) {
  public ConsolePerson {
    if (!id.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("not a person's id: " + id);
    }
  }

  /** The actor that the engine knows. */
  public Actor actor() {
    return new Actor(ConsoleFrontEnd.NAME + ":" + id, name);
  }
}
