/**
 * Loads a backup into a server with pg_restore or psql.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.load;
