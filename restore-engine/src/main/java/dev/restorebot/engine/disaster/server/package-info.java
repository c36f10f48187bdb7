/**
 * Restores a database beside production's in the same server, and swaps them by renaming.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.disaster.server;
