package dev.restorebot.engine.load;

/**
 * A statement of a plain dump that may run beside others.
 *
 * @param line of the dump in which it ends
 * @param statement its text
 */
record PlainStep(long line, String statement) {}
