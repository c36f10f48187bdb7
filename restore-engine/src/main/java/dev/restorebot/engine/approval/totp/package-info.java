/**
 * Codes of authenticator apps (RFC 6238) as the second factor. The only package with their library.
 */
package dev.restorebot.engine.approval.totp;
