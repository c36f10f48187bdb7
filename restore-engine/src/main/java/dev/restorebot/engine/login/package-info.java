/**
 * Read-only logins of people in sandboxes.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.login;
