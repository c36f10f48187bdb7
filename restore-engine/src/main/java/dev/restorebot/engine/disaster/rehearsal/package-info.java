/**
 * Rehearsals: the application itself on restored data, in a second Compose project that reaches
 * neither production nor the world.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.disaster.rehearsal;
