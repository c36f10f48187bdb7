/**
 * What every sandbox's PostgreSQL server needs, however it runs.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.sandbox.server;
