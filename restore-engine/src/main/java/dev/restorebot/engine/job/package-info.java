/**
 * Test restore jobs, their states and their reports.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.job;
