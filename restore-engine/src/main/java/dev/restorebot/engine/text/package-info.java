/**
 * Sizes, durations and lists as people read them, and how far two words are from each other.
 *
 * <p>May import no other package of the project.
 */
package dev.restorebot.engine.text;
