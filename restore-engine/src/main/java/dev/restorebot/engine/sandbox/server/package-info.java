/**
 * The needs of every sandbox's PostgreSQL server, however it runs.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.sandbox.server;
