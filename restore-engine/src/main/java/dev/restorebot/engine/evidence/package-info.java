/**
 * Signed reports of what was tested, and their verification.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.evidence;
