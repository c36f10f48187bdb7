/**
 * Runs test restores and removes their sandboxes.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.testrestore;
