/**
 * Progress and cancellation of work that takes long.
 *
 * <p>May import no other package of the project.
 */
package dev.restorebot.engine.task;
