package dev.restorebot.engine.approval;

import dev.restorebot.engine.audit.AuditLog;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Applies tries to stored requests, one at a time each, and writes down every one. */
final class RequestUpdater {
  private static final int ATTEMPTS = 20;

  private final ApprovalStore store;
  private final AuditLog audit;
  private final InstantSource clock;
  private final ApprovalPolicy policy;
  private final ApprovedOperations operations;

  RequestUpdater(
      ApprovalStore store,
      AuditLog audit,
      InstantSource clock,
      ApprovalPolicy policy,
      ApprovedOperations operations) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
    this.policy = policy;
    this.operations = operations;
  }

  /**
   * Tries something on the request as it stands, and again when somebody else changed it meanwhile.
   *
   * @param belongs refuses what has no business with the request, before anything is looked at
   * @param rules what the try does to an open or ended request
   */
  Decision attempt(
      String id,
      AuditContext trail,
      Function<ApprovalRequest, Optional<Transition>> belongs,
      Function<ApprovalRequest, Transition> rules) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<ApprovalRequest> found = store.find(id);
      if (found.isEmpty()) {
        return refuse(
            trail,
            id,
            Decision.refused(Refusal.UNKNOWN_REQUEST, "There is no such request."),
            Map.of());
      }
      ApprovalRequest request = found.get();
      Transition proposal =
          belongs
              .apply(request)
              .or(() -> RequestRules.ending(request, policy, clock.instant()).map(Transition::end))
              .orElseGet(() -> rules.apply(request));
      Optional<Decision> decision = apply(trail, request, proposal);
      if (decision.isPresent()) {
        return decision.get();
      }
    }
    return refuse(
        trail,
        id,
        Decision.refused(Refusal.BUSY, "Others are deciding on this at the moment. Try again."),
        Map.of());
  }

  private Optional<Decision> apply(
      AuditContext trail, ApprovalRequest request, Transition proposal) {
    if (proposal.next().isPresent()) {
      Optional<ApprovalRequest> stored = store(trail, proposal.next().get(), proposal);
      return proposal.endsIt()
          ? Optional.empty()
          : stored.map(now -> Decision.accepted(now, proposal.words()));
    }
    if (proposal.refusal().isPresent()) {
      Decision no = Decision.refused(proposal.refusal().get(), proposal.words(), request);
      return Optional.of(refuse(trail, request.id(), no, proposal.detail()));
    }
    audit.append(trail.of(clock.instant(), request, proposal));
    return Optional.of(Decision.accepted(request, proposal.words()));
  }

  /** Stores a change if nobody else made one meanwhile. */
  Optional<ApprovalRequest> store(AuditContext trail, ApprovalRequest next, Transition proposal) {
    return store.update(next, trail.of(clock.instant(), next, proposal), operations);
  }

  /** Stores a new request, together with the operation that it is for. */
  ApprovalRequest insert(
      AuditContext trail,
      ApprovalRequest request,
      Transition proposal,
      ApprovedOperations operation) {
    return store.insert(request, trail.of(request.createdAt(), request, proposal), operation);
  }

  Decision refuse(
      AuditContext trail, String subject, Decision decision, Map<String, String> detail) {
    audit.append(trail.refused(clock.instant(), subject, decision, detail));
    return decision;
  }
}
