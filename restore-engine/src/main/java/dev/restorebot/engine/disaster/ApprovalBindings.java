package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.Binding;

/** What an approval is bound to: this backup, this target, this plan. */
final class ApprovalBindings {
  private static final String DISASTER = "disaster";
  private static final String ROLLBACK = "rollback";

  private ApprovalBindings() {}

  static Binding restore(DisasterPlan plan) {
    return of(DISASTER, plan);
  }

  static Binding rollback(DisasterPlan plan) {
    return of(ROLLBACK, plan);
  }

  static boolean isRollback(Binding binding) {
    return binding.kind().equals(ROLLBACK);
  }

  private static Binding of(String kind, DisasterPlan plan) {
    String target =
        plan.target().project().name()
            + "/"
            + plan.target().server().service()
            + "/"
            + plan.target().database()
            + " on "
            + plan.target().volume().name();
    return Binding.of(kind, plan.backup().sha256(), target, plan.fingerprint());
  }
}
