package dev.restorebot.engine.sandbox;

/**
 * The disk use of a sandbox.
 *
 * @param free bytes that are free on the disk under its data
 * @param used bytes that its data take, what was put into it included
 */
public record DiskUse(long free, long used) {}
