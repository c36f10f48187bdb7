/**
 * Runs Docker Compose for a disaster restore or a rehearsal.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.disaster.compose;
