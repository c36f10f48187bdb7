/**
 * Durations as people type them.
 *
 * <p>May import no other package of the project.
 */
package dev.restorebot.bot.text;
