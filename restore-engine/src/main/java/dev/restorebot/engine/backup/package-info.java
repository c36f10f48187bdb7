/**
 * Backups: their names, where they are, and which one a person means.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.backup;
