package dev.restorebot.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * A test restore that passed.
 *
 * @param at when it was asked for
 * @param took from reading the backup to the verdict
 */
public record Passed(Instant at, Duration took) {}
