/**
 * Sizes, durations and lists as people read them.
 *
 * <p>May import no other package of the project.
 */
package dev.restorebot.engine.text;
