package dev.restorebot.engine.approval;

import java.util.Optional;

/**
 * The result of an attempt, with a message for the person who made it.
 *
 * @param refusal why it changed nothing; empty when it counted
 * @param request as it stands now; empty when there is none
 */
public record Decision(Optional<Refusal> refusal, String words, Optional<ApprovalRequest> request) {
  /** Returns whether what was tried happened. */
  public boolean accepted() {
    return refusal.isEmpty();
  }

  static Decision accepted(ApprovalRequest request, String words) {
    return new Decision(Optional.empty(), words, Optional.of(request));
  }

  static Decision refused(Refusal why, String words, ApprovalRequest request) {
    return new Decision(Optional.of(why), words, Optional.of(request));
  }

  static Decision refused(Refusal why, String words) {
    return new Decision(Optional.of(why), words, Optional.empty());
  }

  /** Returns whether the request is now approved, and waits to be executed. */
  public boolean approved() {
    return request.filter(any -> any.state() == ApprovalState.APPROVED).isPresent();
  }

  /** Returns whether the request has ended. */
  public boolean over() {
    return request.filter(any -> any.state().ended()).isPresent();
  }
}
