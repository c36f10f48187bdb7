/**
 * Disaster restores in the state database.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.disaster.jdbc;
