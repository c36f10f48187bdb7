/**
 * The console: a local web page that is a chat of its own.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.console;
