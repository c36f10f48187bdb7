/**
 * Builds the bot from its settings. Imported by the demo and the command line only.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.wiring;
