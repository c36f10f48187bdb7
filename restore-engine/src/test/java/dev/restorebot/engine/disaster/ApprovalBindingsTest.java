package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.approval.Binding;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalBindingsTest {
  /** As version 0.1.0 wrote them for the samples. */
  private static final String EARLIER =
      "c6907ac8804d6cfa36eebe2667b0f78fab9a4495401d6fa7243ad260dd5b04cf";

  private static final String EARLIER_WITH_UPLOADS =
      "e162cf9cda21f6f7c8d13154ac070e709ddbd7dae66efa4627538bbc9ef211bf";

  private final DisasterPlan plan = SampleDisasters.asked("aaa111", "zenops").plan();
  private final DisasterPlan uploads =
      SampleDisasters.withUploads("aaa111", "zenops", PlanOptions.DEFAULT).plan();

  private static Binding earlier(DisasterPlan plan, String fingerprint) {
    Binding now = ApprovalBindings.restore(plan);
    return Binding.of(now.kind(), now.backupSha256(), now.target(), fingerprint);
  }

  @Test
  void requestOfVersion010StaysApprovable() {
    Binding requested = earlier(plan, EARLIER);
    assertThat(
            ApprovalBindings.asRequested(
                ApprovalBindings.restore(plan), plan, Optional.of(requested)))
        .isEqualTo(requested);
    Binding both = earlier(uploads, EARLIER_WITH_UPLOADS);
    assertThat(
            ApprovalBindings.asRequested(
                ApprovalBindings.restore(uploads), uploads, Optional.of(both)))
        .isEqualTo(both);
  }

  @Test
  void requestForAnythingElseDoesNotBind() {
    Binding now = ApprovalBindings.restore(plan);
    for (Binding other :
        new Binding[] {
          earlier(plan, EARLIER_WITH_UPLOADS),
          earlier(uploads, EARLIER_WITH_UPLOADS),
          ApprovalBindings.rollback(plan)
        }) {
      assertThat(ApprovalBindings.asRequested(now, plan, Optional.of(other)))
          .isEqualTo(now)
          .isNotEqualTo(other);
    }
    assertThat(ApprovalBindings.asRequested(now, plan, Optional.empty())).isEqualTo(now);
    assertThat(
            ApprovalBindings.asRequested(
                ApprovalBindings.rollback(plan), plan, Optional.of(earlier(plan, EARLIER))))
        .isEqualTo(ApprovalBindings.rollback(plan));
  }

  @Test
  void fingerprintChangesWithEachPartOfThePlan() {
    assertThat(plan.fingerprint()).hasSize(64).isNotEqualTo(uploads.fingerprint());
    for (PlanOptions options :
        new PlanOptions[] {
          new PlanOptions(
              PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.ASK, false, AfterSwap.DEFAULT),
          new PlanOptions(
              PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.MANUAL, false, AfterSwap.DEFAULT),
          new PlanOptions(
              PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK, true, AfterSwap.DEFAULT)
        }) {
      assertThat(SampleDisasters.asked("aaa111", "zenops", options).plan().fingerprint())
          .isNotEqualTo(plan.fingerprint());
    }
    assertThat(SampleDisasters.asked("aaa112", "zenops").plan().fingerprint())
        .isNotEqualTo(plan.fingerprint());
    assertThat(SampleDisasters.asked("aaa111", "other").plan().fingerprint())
        .isNotEqualTo(plan.fingerprint());
    assertThat(
            SampleDisasters.withoutServices("aaa111", "zenops", PlanOptions.DEFAULT)
                .plan()
                .fingerprint())
        .isNotEqualTo(plan.fingerprint());
  }
}
