package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;

/** Looks up the present on-call leads. */
public interface Membership {
  /**
   * Returns whether this actor is a lead.
   *
   * @throws MembershipUnknownException when that cannot be found out; then nobody's vote counts
   */
  boolean isLead(Actor actor) throws MembershipUnknownException;
}
