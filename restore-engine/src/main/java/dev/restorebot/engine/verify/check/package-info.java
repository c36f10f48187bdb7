/**
 * All other checks, and the list of every check in its order.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.verify.check;
