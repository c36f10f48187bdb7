/**
 * Disaster restores: preflight, approval, plan, run, swap and rollback.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.disaster;
