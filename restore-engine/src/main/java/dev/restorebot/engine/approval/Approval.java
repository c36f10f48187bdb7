package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.time.Instant;

/** An approval that counted when it was given. */
public record Approval(Actor by, Instant at) {}
