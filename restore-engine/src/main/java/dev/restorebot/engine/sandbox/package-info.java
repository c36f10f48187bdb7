/**
 * Sandboxes: throw-away PostgreSQL servers, and the guard of their disk.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.sandbox;
