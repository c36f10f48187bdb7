/**
 * Rehearsals: the application itself on restored data, in a second Compose project that reaches
 * neither production nor the world.
 */
package dev.restorebot.engine.disaster.rehearsal;
