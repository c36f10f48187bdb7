/**
 * The Docker engine: connection, exec, images, network and labels.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.docker;
