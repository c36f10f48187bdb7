package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.Binding;
import java.util.Optional;

/** Binds an approval to this backup, this target and this plan. */
final class ApprovalBindings {
  private static final String DISASTER = "disaster";
  private static final String ROLLBACK = "rollback";
  private static final String DELETION = "deletion";

  private ApprovalBindings() {}

  static Binding restore(DisasterPlan plan) {
    return of(DISASTER, plan, plan.fingerprint());
  }

  static Binding rollback(DisasterPlan plan) {
    return of(ROLLBACK, plan, plan.fingerprint());
  }

  static Binding deletion(DisasterPlan plan) {
    return of(DELETION, plan, plan.fingerprint());
  }

  /** Returns whether a request is for the deletion of the old storage. */
  static boolean isDeletion(ApprovalRequest request) {
    return request.binding().kind().equals(DELETION);
  }

  /** Returns whether a request lets a disaster restore be rolled back. */
  static boolean letsRollBack(ApprovalRequest request) {
    return request.state() == ApprovalState.USED && request.binding().kind().equals(ROLLBACK);
  }

  /** Returns the target of a binding, as {@link Disaster#target} names it. */
  static String targetOf(Binding binding) {
    return binding.target().replaceFirst("^([^/]*/[^/]*)/.*$", "$1");
  }

  /** The same binding as an earlier version wrote it, if it was that version's request. */
  static Binding asRequested(Binding binding, DisasterPlan plan, Optional<Binding> requested) {
    Binding earlier = of(binding.kind(), plan, EarlierFingerprint.of(plan));
    return requested.filter(earlier::equals).orElse(binding);
  }

  private static Binding of(String kind, DisasterPlan plan, String fingerprint) {
    String target =
        plan.target()
            .address()
            .map(
                address ->
                    TargetSettings.name(address, plan.target().database())
                        + "/OID "
                        + plan.target().volume().key())
            .orElseGet(() -> ofProject(plan));
    return Binding.of(kind, plan.backup().sha256(), target, fingerprint);
  }

  private static String ofProject(DisasterPlan plan) {
    return plan.target().project().name()
        + "/"
        + plan.target().server().service()
        + "/"
        + plan.target().database()
        + " on "
        + plan.target().volume().name();
  }
}
