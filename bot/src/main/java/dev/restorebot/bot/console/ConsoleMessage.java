package dev.restorebot.bot.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.restorebot.bot.message.Card;

/**
 * A message as it is stored and as the page gets it.
 *
 * @param root id of the headline that it answers; null for a headline
 * @param at milliseconds since 1970
 * @param replies how many answers it has
 * @param change number of its last change; larger than any change before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConsoleMessage(
    long id, String channel, Long root, Card card, long at, int replies, long change) {}
