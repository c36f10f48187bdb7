/**
 * Sandboxes as Docker containers.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.sandbox.docker;
