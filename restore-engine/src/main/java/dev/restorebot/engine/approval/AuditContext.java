package dev.restorebot.engine.approval;

import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.state.Actor;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The facts that the audit log records about one attempt.
 *
 * @param what the try, in a word: {@code approve}, {@code deny}, …
 */
record AuditContext(Actor by, String where, String what) {
  AuditEvent refused(Instant at, String subject, Decision decision, Map<String, String> more) {
    Map<String, String> detail = new TreeMap<>(more);
    detail.put("tried", what);
    detail.put("why", decision.refusal().orElseThrow().name());
    detail.put("words", decision.words());
    decision.request().ifPresent(request -> detail.put("state", request.state().name()));
    return new AuditEvent(at, by, where, "approval.refused", subject, detail);
  }

  AuditEvent of(Instant at, ApprovalRequest request, Transition proposal) {
    // A deadline passes and settings change by themselves, not by who happens to press a button.
    Actor who = proposal.endsIt() ? Actor.BOT : by;
    Map<String, String> detail = new TreeMap<>(proposal.detail());
    detail.put("state", request.state().name());
    detail.put("approvals", request.votes().size() + " of " + request.needed());
    detail.put("seal", request.seal());
    return new AuditEvent(at, who, where, proposal.what(), request.id(), detail);
  }
}
