package dev.restorebot.bot.console;

import java.util.List;

/**
 * All that a page needs to begin with.
 *
 * @param token to be sent with whatever changes something
 * @param cursor where to go on reading
 * @param notice words about who may do what here
 * @param signsOut whether the page can sign out
 * @param messages the newest headlines of the channel
 * @param more whether there are older ones
 */
record PageState(
    String token,
    String cursor,
    List<String> channels,
    List<ConsolePerson> people,
    String notice,
    boolean signsOut,
    List<ConsoleMessage> messages,
    boolean more,
    List<Ephemeral> ephemerals) {}
