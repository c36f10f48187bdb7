/**
 * Best practices for backups, as rules.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.advice;
