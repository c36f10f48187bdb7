/**
 * Loads a backup into a server with pg_restore or psql, or over JDBC where they are missing.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.load;
