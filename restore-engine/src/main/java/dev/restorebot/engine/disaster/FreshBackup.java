package dev.restorebot.engine.disaster;

import java.time.Instant;

/**
 * A backup that was taken after a swap.
 *
 * @param name its name, as it may be shown
 * @param takenAt when it was taken
 */
public record FreshBackup(String name, Instant takenAt) {}
