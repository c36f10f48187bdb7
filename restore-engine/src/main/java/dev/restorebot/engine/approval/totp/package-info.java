/**
 * Codes of authenticator apps (RFC 6238) as the second factor.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.approval.totp;
