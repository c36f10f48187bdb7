/**
 * Progress and cancellation of work that takes long, its threads, and waits between attempts.
 *
 * <p>May import no other package of the project.
 */
package dev.restorebot.engine.task;
