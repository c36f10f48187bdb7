package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.text.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules that need nobody to be asked. */
final class RequestRules {
  private RequestRules() {}

  /** Returns whether a vote is a vote on this very request at all. */
  static Optional<Transition> belongs(
      ApprovalRequest request, Vote vote, Optional<ChannelRef> channel) {
    if (!vote.place().equals(request.place()) && channel.filter(vote.place()::equals).isEmpty()) {
      return refuse(
          Refusal.WRONG_PLACE,
          "This request belongs to another channel. Decide there; nothing changed.");
    }
    if (!atHome(vote.by(), vote.place())) {
      return refuse(Refusal.FORGED, "This account does not belong to this chat. Nothing changed.");
    }
    if (!vote.seal().equals(request.seal())) {
      return refuse(
          Refusal.FORGED,
          "This button belongs to an older version of the request. Nothing changed; use the buttons"
              + " of the request's own message.");
    }
    return Optional.empty();
  }

  /** Returns whether somebody is known to the front end where they act. */
  static boolean atHome(Actor actor, ChannelRef place) {
    return place.commandLine()
        ? !actor.id().isBlank() && !actor.id().equals(Actor.BOT.id())
        : actor.id().startsWith(place.frontEnd() + ":");
  }

  /** The end that a request has come to by time or by settings, if any. */
  static Optional<ApprovalRequest> ending(
      ApprovalRequest request, ApprovalPolicy policy, Instant now) {
    if (request.state().ended()) {
      return Optional.empty();
    }
    if (request.deadline().filter(deadline -> !now.isBefore(deadline)).isPresent()) {
      return Optional.of(
          request.ended(
              ApprovalState.EXPIRED,
              request.state() == ApprovalState.PENDING
                  ? "not enough leads approved by " + UtcTime.text(request.approveBy())
                  : "it was approved, but not started in time"));
    }
    if (!request.policy().equals(policy.fingerprint())) {
      return Optional.of(
          request.ended(
              ApprovalState.VOID, "the approval settings changed after it was requested"));
    }
    return Optional.empty();
  }

  /** Refuses what comes after the end. */
  static Optional<Transition> over(ApprovalRequest request) {
    String why = request.ending().orElse("");
    return switch (request.state()) {
      case PENDING, APPROVED -> Optional.empty();
      case DENIED -> refuse(Refusal.DENIED, "This request was denied: " + why + ".");
      case EXPIRED ->
          refuse(Refusal.EXPIRED, "This request expired: " + why + ". Make a new request.");
      case VOID -> refuse(Refusal.VOID, "This request is void: " + why + ". Make a new request.");
      case WITHDRAWN -> refuse(Refusal.WITHDRAWN, "This request was withdrawn: " + why + ".");
      case USED -> refuse(Refusal.ALREADY_USED, "This request has already been executed.");
    };
  }

  /** Returns whether this person may add an approval, as far as the request itself says. */
  static Optional<Transition> countable(
      ApprovalRequest request, Actor voter, SamePersonRules people) {
    if (people.one(voter, request.requester())) {
      return refuse(
          Refusal.REQUESTER,
          "This is your own request, so your approval does not count. "
              + request.missing()
              + " other leads must approve.");
    }
    if (request.votes().stream().anyMatch(vote -> people.one(vote.by(), voter))) {
      return refuse(
          Refusal.ALREADY_VOTED, "You have already approved this. " + Phrases.missing(request));
    }
    if (request.state() == ApprovalState.APPROVED) {
      return refuse(Refusal.ENOUGH_VOTES, "It has all the required approvals.");
    }
    return Optional.empty();
  }

  /** The approvers who count: different people, none of them the requester. */
  static List<Approval> counting(ApprovalRequest request, SamePersonRules people) {
    List<Approval> counting = new ArrayList<>();
    for (Approval ballot : request.votes()) {
      if (!people.one(ballot.by(), request.requester())
          && counting.stream().noneMatch(other -> people.one(other.by(), ballot.by()))) {
        counting.add(ballot);
      }
    }
    return counting;
  }

  private static Optional<Transition> refuse(Refusal why, String words) {
    return Optional.of(Transition.refuse(why, words));
  }
}
