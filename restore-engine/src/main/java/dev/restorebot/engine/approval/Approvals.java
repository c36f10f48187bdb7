package dev.restorebot.engine.approval;

import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.job.Actor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who may let an operation run. Every try, refused or not, is in the audit log when a
 * method returns; what cannot be written there does not happen. Thread-safe; several processes may
 * work on the same store.
 *
 * <p>The policy is given once and not by callers, so that nobody brings a weaker one. A request
 * that was made under another is void.
 */
public final class Approvals {
  private final ApprovalPolicy policy;
  private final ApprovalStore store;
  private final InstantSource clock;
  private final Doorkeeper doorkeeper;
  private final Ledger ledger;
  private final Execution execution;
  private final Opening opening;
  private final Upkeep upkeep;

  /**
   * Closes nothing.
   *
   * @param secondFactor asked when the policy says so, and always on the command line
   */
  public Approvals(
      ApprovalPolicy policy,
      ApprovalStore store,
      AuditLog audit,
      Membership membership,
      SecondFactor secondFactor,
      InstantSource clock) {
    this.policy = policy;
    this.store = store;
    this.clock = clock;
    this.doorkeeper = new Doorkeeper(membership, secondFactor);
    this.ledger = new Ledger(store, audit, clock, policy);
    this.execution = new Execution(policy, doorkeeper);
    this.opening = new Opening(policy, doorkeeper, ledger, clock);
    this.upkeep = new Upkeep(policy, store, ledger, clock);
  }

  /** Opens a request. The decision has it when it is accepted. */
  public Decision open(NewRequest asked) {
    return opening.open(asked);
  }

  /** Counts an approval, or says why not. */
  public Decision approve(String requestId, Vote vote) {
    Doorkeeper.CodeGate code = doorkeeper.codeOf(vote.by(), vote.code(), codeNeeded(vote));
    return ledger.attempt(
        requestId,
        trail(vote, "approve"),
        request -> Rules.belongs(request, vote),
        request ->
            Rules.over(request)
                .or(() -> Rules.countable(request, vote.by(), policy.people()))
                .or(() -> doorkeeper.refuseUnlessLead(vote.by()))
                .or(code::refuseUnlessGood)
                .orElseGet(() -> count(request, vote)));
  }

  private Proposal count(ApprovalRequest request, Vote vote) {
    Instant now = clock.instant();
    ApprovalRequest voted = request.withVote(new Ballot(vote.by(), now));
    Map<String, String> detail = Map.of("code", String.valueOf(codeNeeded(vote)));
    if (voted.missing() > 0) {
      return Proposal.change(
          voted, "approval.accepted", "Your approval counts. " + Words.missing(voted), detail);
    }
    Instant runBy = now.plus(policy.runWithin());
    return Proposal.change(
        voted.approved(runBy),
        "approval.accepted",
        "Approved by " + Words.approvers(voted) + ". It must start by " + Words.time(runBy) + ".",
        detail);
  }

  /**
   * Ends a request that was not executed yet, whoever approved it. A lead who approved may deny
   * later; the requester withdraws instead.
   */
  public Decision deny(String requestId, Vote vote, String reason) {
    Doorkeeper.CodeGate code = codeWhereNobodyIsKnown(vote);
    return ledger.attempt(
        requestId,
        trail(vote, "deny"),
        request -> Rules.belongs(request, vote),
        request ->
            Rules.over(request)
                .or(() -> refuseRequester(request, vote.by()))
                .or(() -> refuseBlank(reason))
                .or(() -> doorkeeper.refuseUnlessLead(vote.by()))
                .or(code::refuseUnlessGood)
                .orElseGet(
                    () ->
                        Proposal.change(
                            request.ended(
                                ApprovalState.DENIED, vote.by().name() + ": " + reason.strip()),
                            "approval.denied",
                            "Denied. Nothing was and nothing will be executed.",
                            Map.of("reason", reason.strip()))));
  }

  private Optional<Proposal> refuseRequester(ApprovalRequest request, Actor actor) {
    return policy.people().one(actor, request.requester())
        ? Optional.of(
            Proposal.refuse(Refusal.REQUESTER, "You asked for this: withdraw it instead."))
        : Optional.empty();
  }

  private static Optional<Proposal> refuseBlank(String reason) {
    return reason.isBlank()
        ? Optional.of(Proposal.refuse(Refusal.NO_REASON, "Say why: a deny needs a reason."))
        : Optional.empty();
  }

  /** Ends a request that was not executed yet, by who made it. */
  public Decision withdraw(String requestId, Vote vote) {
    Doorkeeper.CodeGate code = codeWhereNobodyIsKnown(vote);
    return ledger.attempt(
        requestId,
        trail(vote, "withdraw"),
        request -> Rules.belongs(request, vote),
        request ->
            Rules.over(request)
                .or(() -> refuseUnlessRequester(request, vote.by()))
                .or(code::refuseUnlessGood)
                .orElseGet(
                    () ->
                        Proposal.change(
                            request.ended(ApprovalState.VOID, vote.by().name() + " withdrew it"),
                            "approval.withdrawn",
                            "Withdrawn. Nothing was and nothing will be executed.",
                            Map.of())));
  }

  private Optional<Proposal> refuseUnlessRequester(ApprovalRequest request, Actor actor) {
    return policy.people().one(actor, request.requester())
        ? Optional.empty()
        : Optional.of(
            Proposal.refuse(
                Refusal.NOT_THE_REQUESTER,
                "Only who asked for this can withdraw it; a lead can deny it."));
  }

  /** What stops something needs no code, except where anybody can say to be anybody. */
  private Doorkeeper.CodeGate codeWhereNobodyIsKnown(Vote vote) {
    return doorkeeper.codeOf(vote.by(), vote.code(), vote.place().commandLine());
  }

  /**
   * Whether one lead may decide something about the operation that this request let run, such as to
   * swap in or to abandon. Changes nothing; is written down.
   *
   * @param decision the stable word for the audit log
   */
  public Decision decide(String requestId, Vote vote, String decision) {
    Doorkeeper.CodeGate code = doorkeeper.codeOf(vote.by(), vote.code(), codeNeeded(vote));
    return ledger.attempt(
        requestId,
        trail(vote, decision),
        request -> Rules.belongs(request, vote),
        request ->
            Execution.refuseUnlessRunning(request)
                .or(() -> doorkeeper.refuseUnlessLead(vote.by()))
                .or(code::refuseUnlessGood)
                .orElseGet(
                    () ->
                        Proposal.allow(
                            "approval.decided", "Taken.", Map.of("decision", decision))));
  }

  /**
   * Lets the operation of an approved request run, once: looks again at who approved, at what is
   * bound and at the policy, and takes the request. Whoever gets an accepted decision, and nobody
   * else ever, may begin.
   *
   * @param now what would be executed, as it is at this moment
   */
  public Decision checkForExecution(String requestId, Binding now) {
    String where = store.find(requestId).map(request -> request.place().text()).orElse("");
    return ledger.attempt(
        requestId,
        new Trail(Actor.BOT, where, "execute"),
        request -> Optional.empty(),
        request -> Rules.over(request).orElseGet(() -> execution.rules(request, now)));
  }

  /**
   * Voids a request that is bound to something else than what there is now; for whenever the plan
   * is made anew before execution.
   *
   * @return the void request; empty when nothing had to be done
   */
  public Optional<ApprovalRequest> voidIfChanged(String requestId, Binding now) {
    return upkeep.voidIfChanged(requestId, now);
  }

  /** Ends all requests whose time is over or whose policy changed, and returns them. */
  public List<ApprovalRequest> expireDue() {
    return upkeep.expireDue();
  }

  /**
   * The pending requests of which people should be reminded now. Each reminder is given once; of
   * several that were missed, the last.
   */
  public List<ApprovalRequest> remindersDue() {
    return upkeep.remindersDue();
  }

  /** The request of that id. */
  public Optional<ApprovalRequest> find(String requestId) {
    return store.find(requestId);
  }

  /** Whether a vote there comes with a code, so that a front end asks for it in a dialog. */
  public boolean codeNeeded(Place place) {
    return policy.secondFactor() == SecondFactorKind.TOTP || place.commandLine();
  }

  private boolean codeNeeded(Vote vote) {
    return codeNeeded(vote.place());
  }

  private static Trail trail(Vote vote, String what) {
    return new Trail(vote.by(), vote.place().text(), what);
  }
}
