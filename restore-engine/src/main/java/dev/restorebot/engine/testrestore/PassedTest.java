package dev.restorebot.engine.testrestore;

import java.time.Duration;
import java.time.Instant;

/**
 * A test restore that passed.
 *
 * @param at when it was asked for
 * @param took from reading the backup to the verdict
 */
public record PassedTest(Instant at, Duration took) {}
