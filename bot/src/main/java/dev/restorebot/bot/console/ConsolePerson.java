package dev.restorebot.bot.console;

import dev.restorebot.engine.state.Actor;

/**
 * Somebody who uses the console: who signed in, or one of those who can be chosen without sign-in.
 *
 * @param id does not change: lower-case letters, digits and dashes, or a subject and its issuer
 * @param name name to show
 * @param role what they are here, such as {@code on-call}; may be empty
 */
public record ConsolePerson(String id, String name, String role) {
  public ConsolePerson {
    if (!id.matches("[a-z0-9-]{1,40}|[^\\s=@]+@[^\\s=@]+")) {
      throw new IllegalArgumentException("not a person's id: " + id);
    }
  }

  /** The actor that the engine knows. */
  public Actor actor() {
    return new Actor(ConsoleFrontEnd.NAME + ":" + id, name);
  }
}
