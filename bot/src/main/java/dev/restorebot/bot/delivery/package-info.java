/**
 * Delivers messages to chats, in order and across restarts.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.delivery;
