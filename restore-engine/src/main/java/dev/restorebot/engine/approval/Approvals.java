package dev.restorebot.engine.approval;

import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.text.UtcTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides who may let an operation run. Every try, refused or not, is in the audit log when a
 * method returns; what cannot be written there does not happen. Thread-safe; several processes may
 * work on the same store.
 *
 * <p>The policy is given by whoever builds it and not by callers, so that nobody brings a weaker
 * one. A request that was made under another is void.
 */
public final class Approvals {
  private final Supplier<ApprovalPolicy> policies;
  private final ApprovalStore store;
  private final AuditLog audit;
  private final InstantSource clock;
  private final VoterEligibility doorkeeper;
  private final ApprovedOperations operations;

  /**
   * Closes nothing.
   *
   * @param policies asked at each call; an open request that was made under other rules is void
   * @param secondFactor asked when the policy says so, and always on the command line
   * @param operations what requests let run; in the database of the store
   */
  public Approvals(
      Supplier<ApprovalPolicy> policies,
      ApprovalStore store,
      AuditLog audit,
      Membership membership,
      SecondFactor secondFactor,
      ApprovedOperations operations,
      InstantSource clock) {
    this.policies = policies;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
    this.operations = operations;
    this.doorkeeper = new VoterEligibility(membership, secondFactor);
  }

  private RequestUpdater ledger(ApprovalPolicy policy) {
    return new RequestUpdater(store, audit, clock, policy, operations);
  }

  private Upkeep upkeep(ApprovalPolicy policy) {
    return new Upkeep(policy, store, ledger(policy), clock);
  }

  /**
   * Opens a request. The decision has it when it is accepted.
   *
   * @param operation stores what the request is for, in the same transaction; what it throws, this
   *     throws, and there is no request
   */
  public Decision open(NewRequest asked, ApprovedOperations operation) {
    ApprovalPolicy policy = policies.get();
    return new Opening(policy, doorkeeper, ledger(policy), clock).open(asked, operation);
  }

  /**
   * Refuses whoever may not request anything there, and a request that too few leads could approve;
   * for before the work that a request takes. {@link #open} refuses the same.
   *
   * @param subject what is to be requested, for the audit log
   * @return empty when a request may be made
   */
  public Optional<Decision> refusal(Actor requester, ChannelRef place, String subject) {
    ApprovalPolicy policy = policies.get();
    return new Opening(policy, doorkeeper, ledger(policy), clock)
        .refusal(requester, place, subject);
  }

  /** Returns the channel beside its own in which a request from there is approved, if any. */
  public Optional<ChannelRef> channelOf(ChannelRef place) {
    return policies.get().channelOf(place);
  }

  /** Counts an approval, or says why not. */
  public Decision approve(String requestId, Vote vote) {
    ApprovalPolicy policy = policies.get();
    boolean coded = codeNeeded(policy, vote.place());
    VoterEligibility.CodeGate code = doorkeeper.codeOf(vote.by(), vote.code(), coded);
    return ledger(policy)
        .attempt(
            requestId,
            trail(vote, "approve"),
            request -> belongs(policy, request, vote),
            request ->
                RequestRules.over(request)
                    .or(() -> RequestRules.countable(request, vote.by(), policy.people()))
                    .or(() -> doorkeeper.refuseUnlessLead(vote.by()))
                    .or(code::refuseUnlessGood)
                    .orElseGet(() -> count(request, vote, policy, coded)));
  }

  private static Optional<Transition> belongs(
      ApprovalPolicy policy, ApprovalRequest request, Vote vote) {
    return RequestRules.belongs(request, vote, policy.channelOf(request.place()));
  }

  /** A decision may also come from the command line, with a code: its chat may be dead by then. */
  private static Optional<Transition> belongsToDecision(
      ApprovalPolicy policy, ApprovalRequest request, Vote vote) {
    return vote.place().commandLine()
        ? RequestRules.belongs(request, vote, Optional.of(vote.place()))
        : belongs(policy, request, vote);
  }

  private Transition count(
      ApprovalRequest request, Vote vote, ApprovalPolicy policy, boolean coded) {
    Instant now = clock.instant();
    ApprovalRequest voted = request.withVote(new Approval(vote.by(), now));
    Map<String, String> detail = Map.of("code", String.valueOf(coded));
    if (voted.missing() > 0) {
      return Transition.change(
          voted, "approval.accepted", "Approval recorded. " + Phrases.missing(voted), detail);
    }
    Instant runBy = now.plus(policy.runWithin());
    return Transition.change(
        voted.approved(runBy),
        "approval.accepted",
        "Approved by "
            + Phrases.approvers(voted)
            + ". It must start by "
            + UtcTime.text(runBy)
            + ".",
        detail);
  }

  /**
   * Ends a request that was not executed yet, whoever approved it. A lead who approved may deny
   * later; the requester withdraws instead.
   */
  public Decision deny(String requestId, Vote vote, String reason) {
    ApprovalPolicy policy = policies.get();
    VoterEligibility.CodeGate code = codeWhereNobodyIsKnown(vote);
    return ledger(policy)
        .attempt(
            requestId,
            trail(vote, "deny"),
            request -> belongs(policy, request, vote),
            request ->
                RequestRules.over(request)
                    .or(() -> refuseRequester(policy, request, vote.by()))
                    .or(() -> refuseBlank(reason))
                    .or(() -> doorkeeper.refuseUnlessLead(vote.by()))
                    .or(code::refuseUnlessGood)
                    .orElseGet(
                        () ->
                            Transition.change(
                                request.ended(
                                    ApprovalState.DENIED,
                                    request.shown(vote.by()) + ": " + reason.strip()),
                                "approval.denied",
                                "Denied. Nothing was executed, and nothing will be.",
                                Map.of("reason", reason.strip()))));
  }

  private Optional<Transition> refuseRequester(
      ApprovalPolicy policy, ApprovalRequest request, Actor actor) {
    return policy.people().one(actor, request.requester())
        ? Optional.of(
            Transition.refuse(Refusal.REQUESTER, "This is your own request: withdraw it instead."))
        : Optional.empty();
  }

  private static Optional<Transition> refuseBlank(String reason) {
    return reason.isBlank()
        ? Optional.of(
            Transition.refuse(Refusal.NO_REASON, "Give a reason: it is needed to deny a request."))
        : Optional.empty();
  }

  /**
   * Ends a request that was not executed yet, by who made it or by a lead. On the command line that
   * works for the requests of every channel, so that one of a dead chat blocks nobody.
   */
  public Decision withdraw(String requestId, Vote vote) {
    ApprovalPolicy policy = policies.get();
    VoterEligibility.CodeGate code = codeWhereNobodyIsKnown(vote);
    return ledger(policy)
        .attempt(
            requestId,
            trail(vote, "withdraw"),
            request ->
                RequestRules.belongs(
                    request,
                    vote,
                    vote.place().commandLine()
                        ? Optional.of(vote.place())
                        : policy.channelOf(request.place())),
            request ->
                RequestRules.over(request)
                    .or(() -> refuseUnlessRequesterOrLead(policy, request, vote.by()))
                    .or(code::refuseUnlessGood)
                    .orElseGet(
                        () ->
                            Transition.change(
                                request.ended(
                                    ApprovalState.WITHDRAWN,
                                    request.shown(vote.by()) + " withdrew it"),
                                "approval.withdrawn",
                                "Withdrawn. Nothing was executed, and nothing will be.",
                                Map.of())));
  }

  private Optional<Transition> refuseUnlessRequesterOrLead(
      ApprovalPolicy policy, ApprovalRequest request, Actor actor) {
    return policy.people().one(actor, request.requester())
        ? Optional.empty()
        : doorkeeper
            .refuseUnlessLead(actor)
            .map(
                refused ->
                    refused.refusal().equals(Optional.of(Refusal.NOT_A_LEAD))
                        ? Transition.refuse(
                            Refusal.NOT_THE_REQUESTER,
                            "Only the requester or an on-call lead can withdraw it.")
                        : refused);
  }

  /** Asks for no code to stop something, except where anybody can say to be anybody. */
  private VoterEligibility.CodeGate codeWhereNobodyIsKnown(Vote vote) {
    return doorkeeper.codeOf(vote.by(), vote.code(), vote.place().commandLine());
  }

  /**
   * Decides whether one lead may do something about the operation that this request let run, such
   * as to swap in or to abandon. Changes nothing; is written down.
   *
   * @param decision the stable word for the audit log
   */
  public Decision decide(String requestId, Vote vote, String decision) {
    return decide(requestId, vote, decision, Optional.empty());
  }

  /**
   * As {@link #decide(String, Vote, String)}, of something that may be too late.
   *
   * @param tooLate why it cannot be done any more; empty if it can
   */
  public Decision decide(String requestId, Vote vote, String decision, Optional<String> tooLate) {
    ApprovalPolicy policy = policies.get();
    VoterEligibility.CodeGate code =
        doorkeeper.codeOf(vote.by(), vote.code(), codeNeeded(policy, vote.place()));
    return ledger(policy)
        .attempt(
            requestId,
            trail(vote, decision),
            request -> belongsToDecision(policy, request, vote),
            request ->
                Execution.refuseUnlessRunning(request)
                    .or(() -> doorkeeper.refuseUnlessLeadNow(vote.by()))
                    .or(code::refuseUnlessGood)
                    .or(() -> tooLate.map(why -> Transition.refuse(Refusal.NOT_RUNNING, why)))
                    .orElseGet(
                        () ->
                            Transition.allow(
                                "approval.decided",
                                "Decision recorded.",
                                Map.of("decision", decision))));
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
    ApprovalPolicy policy = policies.get();
    Execution execution = new Execution(policy, doorkeeper);
    return ledger(policy)
        .attempt(
            requestId,
            new AuditContext(Actor.BOT, where, "execute"),
            request -> Optional.empty(),
            request -> RequestRules.over(request).orElseGet(() -> execution.rules(request, now)));
  }

  /** Ends all requests whose time is over or whose policy changed, and returns them. */
  public List<ApprovalRequest> expireDue() {
    return upkeep(policies.get()).expireDue();
  }

  /**
   * The pending requests of which people should be reminded now. Each reminder is given once; of
   * several that were missed, the last.
   */
  public List<ApprovalRequest> remindersDue() {
    return upkeep(policies.get()).remindersDue();
  }

  /** The requests that wait for votes or to be executed, oldest first. */
  public List<ApprovalRequest> open() {
    return store.open();
  }

  /** The requests that are approved and wait to be executed, oldest first. */
  public List<ApprovalRequest> approved() {
    return store.open().stream()
        .filter(request -> request.state() == ApprovalState.APPROVED)
        .toList();
  }

  /** The request of that id. */
  public Optional<ApprovalRequest> find(String requestId) {
    return store.find(requestId);
  }

  /**
   * Returns whether a vote there comes with a code, so that a front end asks for it in a dialog.
   */
  public boolean codeNeeded(ChannelRef place) {
    return codeNeeded(policies.get(), place);
  }

  private static boolean codeNeeded(ApprovalPolicy policy, ChannelRef place) {
    return policy.secondFactor() == SecondFactorKind.TOTP || place.commandLine();
  }

  private static AuditContext trail(Vote vote, String what) {
    return new AuditContext(vote.by(), vote.place().text(), what);
  }
}
