/**
 * Checks of everything a restore needs, run daily and by the doctor command.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.doctor;
