/**
 * Drills: test restores that a schedule asks for, with the record of who ran them, what was found
 * and who signed it off.
 */
package dev.restorebot.engine.drill;
