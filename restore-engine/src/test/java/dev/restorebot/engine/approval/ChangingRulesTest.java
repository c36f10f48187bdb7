package dev.restorebot.engine.approval;

import static dev.restorebot.engine.approval.ApprovalFixture.ADA;
import static dev.restorebot.engine.approval.ApprovalFixture.BINDING;
import static dev.restorebot.engine.approval.ApprovalFixture.BOB;
import static dev.restorebot.engine.approval.ApprovalFixture.CLEO;
import static dev.restorebot.engine.approval.ApprovalFixture.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while requests are open: nothing goes on under others than it began with. */
class ChangingRulesTest {
  @TempDir Path folder;
  private ApprovalFixture office;

  @BeforeEach
  void open() {
    office = new ApprovalFixture(folder).following().asked();
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void aVoteUnderOtherRulesVoidsTheRequest() {
    office.approvedBy(ADA);
    office.policy = ApprovalFixture.policy(3, SecondFactorKind.NONE);

    Decision late = office.approvals.approve(office.request, office.vote(BOB));
    assertThat(late.accepted()).isFalse();
    assertThat(office.stored().state()).isEqualTo(ApprovalState.VOID);
  }

  @Test
  void whatWasApprovedUnderStricterRulesDoesNotRunUnderWeakerOnes() {
    office.policy = ApprovalFixture.policy(3, SecondFactorKind.NONE);
    office.asked().approvedBy(ADA, BOB);
    office.policy = ApprovalFixture.policy(2, SecondFactorKind.NONE);

    Decision run = office.approvals.checkForExecution(office.request, BINDING);
    assertThat(run.accepted()).isFalse();
    assertThat(office.stored().state()).isEqualTo(ApprovalState.VOID);

    office.asked().approvedBy(BOB, CLEO);
    assertThat(office.approvals.checkForExecution(office.request, BINDING).accepted()).isTrue();
  }

  @Test
  void aCodeIsAskedForAtOnce() {
    assertThat(office.approvals.codeNeeded(OPS)).isFalse();
    office.policy = ApprovalFixture.policy(2, SecondFactorKind.TOTP);

    assertThat(office.approvals.codeNeeded(OPS)).isTrue();
    assertThat(office.approvals.expireDue()).hasSize(1);
  }

  @Test
  void aLeadWhoIsNoneAnyMoreStopsCountingAtOnce() {
    office.approvedBy(ADA, BOB);
    office.leads.remove(ADA.id());

    Decision run = office.approvals.checkForExecution(office.request, BINDING);
    assertThat(run.accepted()).isFalse();
    assertThat(run.words()).contains("no longer an on-call lead");
  }
}
