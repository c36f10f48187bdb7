/**
 * Verification: the check interface, settings, results and the verdict.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.verify;
