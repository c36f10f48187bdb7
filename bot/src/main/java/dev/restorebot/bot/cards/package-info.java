/**
 * Cards about jobs, disaster restores and drills, and the threads that they are posted to.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.cards;
