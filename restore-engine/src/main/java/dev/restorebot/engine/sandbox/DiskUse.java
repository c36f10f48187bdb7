package dev.restorebot.engine.sandbox;

/**
 * How a sandbox uses the disk.
 *
 * @param free bytes that are free on the disk under its data
 * @param used bytes that its data take, what was put into it included
 */
public record DiskUse(long free, long used) {}
