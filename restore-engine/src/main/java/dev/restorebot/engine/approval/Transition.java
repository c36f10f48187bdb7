package dev.restorebot.engine.approval;

import java.util.Map;
import java.util.Optional;

/**
 * The result of the rules for an attempt on a request, before it is stored.
 *
 * @param next the changed request; empty when the try changes nothing
 * @param what the audit log's word for an accepted try
 * @param detail more for the audit log
 */
record Transition(
    Optional<Refusal> refusal,
    String words,
    Optional<ApprovalRequest> next,
    String what,
    Map<String, String> detail) {
  static Transition refuse(Refusal why, String words) {
    return new Transition(Optional.of(why), words, Optional.empty(), "approval.refused", Map.of());
  }

  static Transition change(
      ApprovalRequest next, String what, String words, Map<String, String> detail) {
    return new Transition(Optional.empty(), words, Optional.of(next), what, detail);
  }

  /** The request ends, whatever was tried; the try is looked at again after that. */
  static Transition end(ApprovalRequest ended) {
    String what = ended.state() == ApprovalState.EXPIRED ? "approval.expired" : "approval.void";
    return new Transition(
        Optional.of(Refusal.VOID), "", Optional.of(ended), what, Map.of("why", why(ended)));
  }

  static Transition allow(String what, String words, Map<String, String> detail) {
    return new Transition(Optional.empty(), words, Optional.empty(), what, detail);
  }

  /** Returns whether this ends the request instead of doing what was tried. */
  boolean endsIt() {
    return refusal.isPresent() && next.isPresent();
  }

  private static String why(ApprovalRequest ended) {
    return ended.ending().orElse("");
  }
}
