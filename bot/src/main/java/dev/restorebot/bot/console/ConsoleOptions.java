package dev.restorebot.bot.console;

import dev.restorebot.engine.state.StateDatabase;
import java.util.List;

/**
 * The options of a console.
 *
 * @param port port on 127.0.0.1, 0 for any that is free
 * @param database the state database, which keeps the messages
 * @param channels channels that can be posted to, the first is shown first
 * @param people who can be chosen, the first is chosen first
 */
public record ConsoleOptions(
    int port, StateDatabase database, List<String> channels, List<ConsolePerson> people) {
  public ConsoleOptions {
    channels = List.copyOf(channels);
    people = List.copyOf(people);
    if (channels.isEmpty() || people.isEmpty()) {
      throw new IllegalArgumentException("a console needs a channel and a person");
    }
  }
}
