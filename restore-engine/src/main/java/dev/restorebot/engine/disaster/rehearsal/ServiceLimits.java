package dev.restorebot.engine.disaster.rehearsal;

/**
 * Limits each service of a rehearsal.
 *
 * @param memoryBytes memory, swap included
 * @param cpus processors
 * @param processes processes and threads
 */
public record ServiceLimits(long memoryBytes, int cpus, long processes) {}
