package dev.restorebot.engine.approval;

import dev.restorebot.engine.audit.CanonicalHash;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.text.LookAlikes;
import dev.restorebot.engine.text.Quoted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request to let something run, and who approved it so far.
 *
 * @param needed approvals, as the policy said
 * @param policy the fingerprint of the policy it was made under
 * @param approveBy when it expires while pending; that instant is too late
 * @param runBy when it expires while approved; empty before that
 * @param reminded how many reminders went out
 * @param ending why it ended, in words; empty before that
 * @param version of the stored row
 */
public record ApprovalRequest(
    String id,
    Actor requester,
    String reason,
    ChannelRef place,
    Binding binding,
    int needed,
    String policy,
    Instant createdAt,
    Instant approveBy,
    Optional<Instant> runBy,
    List<Approval> votes,
    int reminded,
    ApprovalState state,
    Optional<String> ending,
    long version) {
  public ApprovalRequest {
    votes = List.copyOf(votes);
  }

  /**
   * Returns what buttons carry beside the id, so that a vote is for what the voter saw. Not a
   * secret: 20 hexadecimal digits over the id, all that is bound, and the policy.
   */
  public String seal() {
    return new CanonicalHash("restore-bot approval seal 1")
        .add(id)
        .add(binding.kind())
        .add(binding.backupSha256())
        .add(binding.target())
        .add(binding.planHash())
        .add(policy)
        .add(createdAt.toString())
        .hex()
        .substring(0, 20);
  }

  /**
   * Returns the name to show of somebody who acts on this: with their id where it looks like the
   * name of another who does.
   */
  public String shown(Actor actor) {
    return Stream.concat(Stream.of(requester), votes.stream().map(Approval::by))
            .filter(other -> !other.id().equals(actor.id()))
            .anyMatch(other -> LookAlikes.alike(other.name(), actor.name()))
        ? Quoted.inLine(actor.name()) + " (" + actor.id() + ")"
        : Quoted.inLine(actor.name());
  }

  /** Returns the number of approvals that are still missing. */
  public int missing() {
    return Math.max(0, needed - votes.size());
  }

  /** Returns its time of expiry as it stands; empty after an end. */
  public Optional<Instant> deadline() {
    return switch (state) {
      case PENDING -> Optional.of(approveBy);
      case APPROVED -> runBy;
      case DENIED, EXPIRED, VOID, WITHDRAWN, USED -> Optional.empty();
    };
  }

  ApprovalRequest withVote(Approval vote) {
    List<Approval> more = new ArrayList<>(votes);
    more.add(vote);
    return with(more, runBy, reminded, state, ending);
  }

  ApprovalRequest approved(Instant until) {
    return with(votes, Optional.of(until), reminded, ApprovalState.APPROVED, ending);
  }

  ApprovalRequest withReminded(int count) {
    return with(votes, runBy, count, state, ending);
  }

  ApprovalRequest ended(ApprovalState end, String why) {
    return with(votes, runBy, reminded, end, Optional.of(why));
  }

  /** The same with the version of a newer row. */
  public ApprovalRequest withVersion(long newer) {
    return new ApprovalRequest(
        id, requester, reason, place, binding, needed, policy, createdAt, approveBy, runBy, votes,
        reminded, state, ending, newer);
  }

  private ApprovalRequest with(
      List<Approval> newVotes,
      Optional<Instant> newRunBy,
      int newReminded,
      ApprovalState newState,
      Optional<String> newEnding) {
    if (state.ended()) {
      throw new IllegalStateException("request " + id + " is " + state + " and never changes");
    }
    return new ApprovalRequest(
        id,
        requester,
        reason,
        place,
        binding,
        needed,
        policy,
        createdAt,
        approveBy,
        newRunBy,
        newVotes,
        newReminded,
        newState,
        newEnding,
        version);
  }
}
