package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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

  /** Refuses whoever may not ask there, and what could not be approved; writes that down. */
  Optional<Decision> refusal(Actor requester, ChannelRef place, String subject) {
    return refuse(requester, place)
        .map(
            refused ->
                ledger.refuse(
                    new AuditContext(requester, place.text(), "request"),
                    subject,
                    Decision.refused(refused.refusal().orElseThrow(), refused.words()),
                    Map.of()));
  }

  private Optional<Transition> refuse(NewRequest asked) {
    if (asked.reason().isBlank()) {
      return Optional.of(
          Transition.refuse(Refusal.NO_REASON, "Give a reason: the approvers need it to decide."));
    }
    // Else one person could ask in another's name on the command line, and then approve.
    boolean needed = asked.place().commandLine();
    return refuse(asked.requester(), asked.place())
        .or(doorkeeper.codeOf(asked.requester(), asked.code(), needed)::refuseUnlessGood);
  }

  private Optional<Transition> refuse(Actor requester, ChannelRef place) {
    if (!RequestRules.atHome(requester, place)) {
      return Optional.of(
          Transition.refuse(Refusal.FORGED, "This account does not belong to this chat."));
    }
    return doorkeeper
        .refuseUnlessMayRequest(requester)
        .or(() -> refuseUnlessApprovable(requester, place));
  }

  /** Refuses at once what would wait for approvals that nobody can give. */
  private Optional<Transition> refuseUnlessApprovable(Actor requester, ChannelRef place) {
    Set<String> able = new TreeSet<>();
    try {
      for (ChannelRef where :
          Stream.concat(Stream.of(place), policy.channelOf(place).stream()).toList()) {
        Optional<Set<String>> listed = doorkeeper.leads(where.frontEnd());
        if (listed.isEmpty()) {
          return Optional.empty();
        }
        able.addAll(listed.get());
      }
    } catch (MembershipUnknownException e) {
      return Optional.of(VoterEligibility.refuseUnknown(e));
    }
    long people =
        able.stream()
            .filter(id -> !policy.people().one(new Actor(id, id), requester))
            .map(policy.people()::idsOf)
            .distinct()
            .count();
    return people >= policy.needed()
        ? Optional.empty()
        : Optional.of(Transition.refuse(Refusal.UNAPPROVABLE, unapprovable(place, people)));
  }

  private String unapprovable(ChannelRef place, long people) {
    String start =
        "Nobody was asked: "
            + policy.needed()
            + " on-call leads beside you must approve, and "
            + people
            + " can. ";
    if (place.commandLine()) {
      return start
          + "Enroll more leads with `restore-bot totp enroll`, or set `approval.channel` to the"
          + " channel of the on-call leads, such as slack:C0123ABCD.";
    }
    if (policy.hasLeads(place)) {
      return start + "Add leads to `" + place.frontEnd() + ".leads`.";
    }
    return start
        + (place.local() && policy.channel().isEmpty()
            ? "Set `approval.channel` to the channel of the on-call leads, such as slack:C0123ABCD,"
                + " or request it in that channel."
            : "Add leads to `slack.leads`, `discord.leads` or `console.leads`.");
  }
}
