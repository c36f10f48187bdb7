/**
 * Sandboxes as servers of the PostgreSQL that is installed on this machine.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.sandbox.local;
