/**
 * Reads tar archives of uploaded files.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.archive.uploads;
