package dev.restorebot.engine.disaster.rehearsal;

/**
 * What each service of a rehearsal may use.
 *
 * @param memoryBytes memory, swap included
 * @param cpus processors
 * @param processes processes and threads
 */
public record ServiceLimits(long memoryBytes, int cpus, long processes) {}
