package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Limits each service of a rehearsal.
 *
 * @param memoryBytes memory, swap included
 * @param cpus processors
 * @param processes processes and threads
 */
public record ServiceLimits(long memoryBytes, int cpus, long processes) {
  /** Returns the memory that a service may use: no more than in production. */
  long memory(JsonNode service) {
    long own =
        Math.max(
            service.path("mem_limit").asLong(0),
            service.path("deploy").path("resources").path("limits").path("memory").asLong(0));
    return own > 0 ? Math.min(own, memoryBytes) : memoryBytes;
  }
}
