package dev.restorebot.engine.job;

import dev.restorebot.engine.state.Actor;
import java.time.Instant;

/**
 * An entry in the history of a job.
 *
 * @param jobId the job
 * @param at when
 * @param what a stable word: a state's name, or {@code EXTENDED}, {@code RECOVERED}
 * @param by who did it
 * @param detail more about it, for people; may be empty
 */
public record JobEvent(String jobId, Instant at, String what, Actor by, String detail) {}
