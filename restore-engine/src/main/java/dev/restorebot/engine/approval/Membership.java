package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks up the present on-call leads. An account that is deactivated, a guest's, a bot's or another
 * workspace's is nobody's.
 */
@FunctionalInterface
public interface Membership {
  /**
   * Returns whether this actor is a lead. The answer may be some minutes old.
   *
   * @throws MembershipUnknownException when that cannot be found out; then nobody's vote counts
   */
  boolean isLead(Actor actor) throws MembershipUnknownException;

  /**
   * Returns whether this actor is a lead, asked at this moment: before something is executed.
   *
   * @throws MembershipUnknownException when that cannot be found out; then nothing is executed
   */
  default boolean isLeadNow(Actor actor) throws MembershipUnknownException {
    return isLead(actor);
  }

  /**
   * Returns whether this actor may request an operation: a lead or a tester.
   *
   * @throws MembershipUnknownException when that cannot be found out; then there is no request
   */
  default boolean mayRequest(Actor actor) throws MembershipUnknownException {
    return isLead(actor);
  }

  /**
   * Returns the membership for which these people and groups are the leads.
   *
   * @param leads gives their ids of the moment, such as {@code slack:U0123ABCD}
   * @return the same where leads are not named
   */
  default Membership among(Supplier<Set<String>> leads) {
    return this;
  }

  /**
   * Lists the ids of the leads who can vote in a chat.
   *
   * @param frontEnd the chat's name
   * @return empty when they cannot be listed there, only recognised
   * @throws MembershipUnknownException when that cannot be found out; then there is no request
   */
  default Optional<Set<String>> leads(String frontEnd) throws MembershipUnknownException {
    return Optional.empty();
  }
}
