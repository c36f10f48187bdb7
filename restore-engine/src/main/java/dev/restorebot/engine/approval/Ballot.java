package dev.restorebot.engine.approval;

import dev.restorebot.engine.job.Actor;
import java.time.Instant;

/** An approval that counted when it was given. */
public record Ballot(Actor by, Instant at) {}
