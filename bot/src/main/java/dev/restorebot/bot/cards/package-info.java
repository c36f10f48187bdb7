/**
 * What jobs, disaster restores and drills say, as cards, and the threads they say it in.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.cards;
