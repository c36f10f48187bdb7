/**
 * Exact counts of production, taken when the backup is made, and the check that compares a restored
 * database with them.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.verify.expect;
