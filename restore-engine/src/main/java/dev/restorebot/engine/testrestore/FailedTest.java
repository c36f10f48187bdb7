package dev.restorebot.engine.testrestore;

import java.time.Instant;

/**
 * A test restore that failed.
 *
 * @param at when it was asked for
 * @param words what it said, in one sentence
 */
public record FailedTest(Instant at, String words) {}
