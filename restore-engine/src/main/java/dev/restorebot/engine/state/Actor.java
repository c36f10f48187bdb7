package dev.restorebot.engine.state;

/**
 * The person or program that did something.
 *
 * @param id identity that does not change, such as {@code slack:U024BE7LH}; what is compared
 * @param name name to show
 */
public record Actor(String id, String name) {
  /** The bot itself, for what happens by deadline or at start. */
  public static final Actor BOT = new Actor("bot", "restore-bot");
}
