/**
 * The vocabulary of archives: formats, headers, entries, and every message about a file that cannot
 * be read.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.archive;
