package dev.restorebot.bot.console;

import dev.restorebot.engine.state.StateDatabase;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The options of a console.
 *
 * @param address the address to listen on
 * @param port port there, 0 for any that is free
 * @param database the state database, which keeps the messages
 * @param channels channels that can be posted to, the first is shown first
 * @param people who can be chosen without sign-in, the first is chosen first
 * @param leads whether some people are leads, who approve here
 * @param signIn how people sign in, if they must
 */
public record ConsoleOptions(
    String address,
    int port,
    StateDatabase database,
    List<String> channels,
    List<ConsolePerson> people,
    boolean leads,
    Optional<ConsoleSignIn> signIn) {
  /** A console on loopback without sign-in. */
  public ConsoleOptions(
      int port, StateDatabase database, List<String> channels, List<ConsolePerson> people) {
    this("127.0.0.1", port, database, channels, people, false, Optional.empty());
  }

  public ConsoleOptions {
    channels = List.copyOf(channels);
    people = List.copyOf(people);
    if (channels.isEmpty() || (people.isEmpty() && signIn.isEmpty())) {
      throw new IllegalArgumentException("a console needs a channel, and a person or sign-in");
    }
  }

  /** Returns the address that browsers open, if it is another one than the console's own. */
  Optional<URI> publicUrl() {
    return signIn.flatMap(ConsoleSignIn::publicUrl);
  }
}
