/**
 * Reads pg_dump's custom, tar and directory formats.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.archive.pgdump;
