/**
 * Problems: what went wrong, whose fault it is, what it means and what to do.
 *
 * <p>May import no other package of the project.
 */
package dev.restorebot.engine.diagnose;
