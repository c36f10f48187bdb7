package dev.restorebot.bot.message;

/**
 * Reference to a job's headline message; storable.
 *
 * @param frontEnd name of the front end, such as {@code console}
 * @param channel channel id
 * @param message id of the headline message, under which the thread hangs
 */
public record ThreadRef(String frontEnd, String channel, String message) {}
