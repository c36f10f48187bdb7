/**
 * The state folder: its lock, its SQLite database, private files, and who did something.
 *
 * <p>May import no other package of the project.
 */
package dev.restorebot.engine.state;
