/**
 * Finds, loads and inspects production's volumes through the Docker engine.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.disaster.docker;
