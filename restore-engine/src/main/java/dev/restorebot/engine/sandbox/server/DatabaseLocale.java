package dev.restorebot.engine.sandbox.server;

/**
 * Encoding and locale that a restored database should have.
 *
 * @param encoding such as {@code UTF8}
 * @param collate LC_COLLATE
 * @param ctype LC_CTYPE
 */
public record DatabaseLocale(String encoding, String collate, String ctype) {}
