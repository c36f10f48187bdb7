/**
 * Runs the user's own scripts in a restored sandbox, after the checks of a test restore.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.verify.script;
