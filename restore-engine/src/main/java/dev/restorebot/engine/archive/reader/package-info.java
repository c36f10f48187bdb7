/**
 * Inspects a backup in any format. Constant memory, no server, no temporary file.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.archive.reader;
