/**
 * Disaster restores: preflight, approval, plan, run, swap and rollback.
 *
 * <p>{@code Steps} lists the steps of a restore once: the plan, the runbook and the run are views
 * of that list.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.disaster;
