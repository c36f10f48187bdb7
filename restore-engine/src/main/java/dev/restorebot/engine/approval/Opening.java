package dev.restorebot.engine.approval;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes new requests. */
final class Opening {
  private final ApprovalPolicy policy;
  private final VoterEligibility doorkeeper;
  private final RequestUpdater ledger;
  private final InstantSource clock;

  Opening(
      ApprovalPolicy policy,
      VoterEligibility doorkeeper,
      RequestUpdater ledger,
      InstantSource clock) {
    this.policy = policy;
    this.doorkeeper = doorkeeper;
    this.ledger = ledger;
    this.clock = clock;
  }

  Decision open(NewRequest asked, ApprovedOperations operation) {
    AuditContext trail = new AuditContext(asked.requester(), asked.place().text(), "request");
    Optional<Transition> refused = refuse(asked);
    Binding binding = asked.binding();
    if (refused.isPresent()) {
      Decision no = Decision.refused(refused.get().refusal().orElseThrow(), refused.get().words());
      return ledger.refuse(trail, binding.kind() + " of " + binding.target(), no, Map.of());
    }
    Instant now = clock.instant();
    ApprovalRequest request =
        new ApprovalRequest(
            RequestIds.next(),
            asked.requester(),
            asked.reason().strip(),
            asked.place(),
            binding,
            policy.needed(),
            policy.fingerprint(),
            now,
            now.plus(policy.approveWithin()),
            Optional.empty(),
            List.of(),
            0,
            ApprovalState.PENDING,
            Optional.empty(),
            0);
    Transition words =
        Transition.change(
            request,
            "approval.requested",
            Phrases.missing(request),
            Map.of(
                "kind", binding.kind(),
                "backupSha256", binding.backupSha256(),
                "target", binding.target(),
                "planHash", binding.planHash(),
                "policy", request.policy(),
                "reason", request.reason()));
    return Decision.accepted(ledger.insert(trail, request, words, operation), words.words());
  }

  private Optional<Transition> refuse(NewRequest asked) {
    if (asked.reason().isBlank()) {
      return Optional.of(
          Transition.refuse(Refusal.NO_REASON, "Give a reason: the approvers need it to decide."));
    }
    if (!RequestRules.atHome(asked.requester(), asked.place())) {
      return Optional.of(
          Transition.refuse(Refusal.FORGED, "This account does not belong to this chat."));
    }
    // Else one person could ask in another's name on the command line, and then approve.
    boolean needed = asked.place().commandLine();
    return doorkeeper.codeOf(asked.requester(), asked.code(), needed).refuseUnlessGood();
  }
}
