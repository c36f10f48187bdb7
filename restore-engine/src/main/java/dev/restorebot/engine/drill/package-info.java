/**
 * Drills: schedule, test restore, record and sign-off.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.drill;
