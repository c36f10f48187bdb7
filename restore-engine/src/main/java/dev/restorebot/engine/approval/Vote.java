package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.util.Optional;

/**
 * A person's action on a request through its button, dialog or command.
 *
 * @param by who, as the front end proved it, never as the payload says
 * @param place the channel of the button
 * @param seal {@link ApprovalRequest#seal()} as the button carried it: what the voter saw
 * @param code of the second factor, where one was asked for
 */
public record Vote(Actor by, ChannelRef place, String seal, Optional<SecondFactorCode> code) {}
