package dev.restorebot.bot.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.restorebot.bot.thread.Card;

/**
 * An answer that one person sees.
 *
 * @param id {@code e} and a number, so that it is never taken for a message
 * @param number counts the answers since the start
 * @param person id of the person who sees it
 * @param root id of the headline in whose thread it stands; null for the channel
 * @param answers what it answers, such as the command
 * @param at milliseconds since 1970
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Ephemeral(
    String id,
    long number,
    String person,
    String channel,
    Long root,
    String answers,
    Card card,
    long at) {}
