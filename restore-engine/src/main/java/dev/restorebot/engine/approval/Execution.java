package dev.restorebot.engine.approval;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last check of a request before its operation may begin. */
final class Execution {
  private final ApprovalPolicy policy;
  private final VoterEligibility doorkeeper;

  Execution(ApprovalPolicy policy, VoterEligibility doorkeeper) {
    this.policy = policy;
    this.doorkeeper = doorkeeper;
  }

  static Optional<Transition> refuseUnlessRunning(ApprovalRequest request) {
    return request.state() == ApprovalState.USED
        ? Optional.empty()
        : RequestRules.over(request)
            .or(
                () ->
                    Optional.of(
                        Transition.refuse(
                            Refusal.NOT_RUNNING, "It has not started yet. Nothing changed.")));
  }

  /** Decides about an open request that nothing ended yet. */
  Transition rules(ApprovalRequest request, Binding now) {
    Optional<String> difference = now.differenceFrom(request.binding());
    if (difference.isPresent()) {
      return end(request, difference.get());
    }
    if (request.state() != ApprovalState.APPROVED) {
      return Transition.refuse(
          Refusal.NOT_APPROVED_YET, "It is not approved yet. " + Phrases.missing(request));
    }
    List<Approval> counting = RequestRules.counting(request, policy.people());
    if (counting.size() < policy.needed()) {
      return end(request, "fewer than " + policy.needed() + " different leads approved it");
    }
    for (Approval ballot : counting) {
      try {
        if (!doorkeeper.leadNow(ballot.by())) {
          return end(
              request,
              request.shown(ballot.by()) + ", who approved it, is no longer an on-call lead");
        }
      } catch (MembershipUnknownException e) {
        return VoterEligibility.refuseUnknown(e);
      }
    }
    return Transition.change(
        request.ended(ApprovalState.USED, "it was executed"),
        "approval.used",
        "Approved by " + Phrases.approvers(request) + ", and nothing has changed since.",
        Map.of("backupSha256", now.backupSha256(), "target", now.target()));
  }

  private static Transition end(ApprovalRequest request, String why) {
    return Transition.end(request.ended(ApprovalState.VOID, why));
  }
}
