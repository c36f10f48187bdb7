/**
 * The append-only audit log, in which each entry confirms the ones before it.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.audit;
