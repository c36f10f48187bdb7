/**
 * Reads plain SQL dumps.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.archive.plain;
