package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.util.Optional;

/**
 * A new request to let an operation run.
 *
 * @param reason why, in their words; must not be blank
 * @param code the requester's own second factor; only the command line needs it
 */
public record NewRequest(
    Actor requester,
    String reason,
    ChannelRef place,
    Binding binding,
    Optional<SecondFactorCode> code) {}
