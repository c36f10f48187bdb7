/**
 * Checks the archive of uploads against the database.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.verify.uploads;
