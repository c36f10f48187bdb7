package dev.restorebot.engine.approval;

import static dev.restorebot.engine.approval.ApprovalFixture.ADA;
import static dev.restorebot.engine.approval.ApprovalFixture.BINDING;
import static dev.restorebot.engine.approval.ApprovalFixture.BOB;
import static dev.restorebot.engine.approval.ApprovalFixture.CLEO;
import static dev.restorebot.engine.approval.ApprovalFixture.EVE;
import static dev.restorebot.engine.approval.ApprovalFixture.NORA;
import static dev.restorebot.engine.approval.ApprovalFixture.NORA_TOO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsTest {
  @TempDir Path folder;
  private ApprovalFixture office;

  @BeforeEach
  void open() {
    office = new ApprovalFixture(folder);
  }

  @AfterEach
  void close() {
    assertThat(office.audit.verify(Optional.empty()).problems()).isEmpty();
    office.close();
  }

  private List<String> heard() {
    return office.heard().stream()
        .map(entry -> entry.event().by().name() + " " + entry.event().what())
        .toList();
  }

  @Test
  void twoLeadsLetItRunOnce() {
    office.asked();
    assertThat(office.stored().missing()).isEqualTo(2);

    Decision first = office.approvals.approve(office.request, office.vote(ADA));
    assertThat(first.words())
        .isEqualTo("Approval recorded. 1 more lead must approve by 2026-11-24 03:30 UTC.");
    Decision second = office.approvals.approve(office.request, office.vote(BOB));
    assertThat(second.words())
        .isEqualTo("Approved by Ada and Bob. It must start by 2026-11-24 03:10 UTC.");
    assertThat(second.request()).contains(office.stored());
    assertThat(office.stored().state()).isEqualTo(ApprovalState.APPROVED);

    Decision run = office.approvals.checkForExecution(office.request, BINDING);
    assertThat(run.words()).isEqualTo("Approved by Ada and Bob, and nothing has changed since.");
    assertThat(office.stored().state()).isEqualTo(ApprovalState.USED);
    assertThat(office.approvals.checkForExecution(office.request, BINDING).refusal())
        .contains(Refusal.ALREADY_USED);
    assertThat(heard())
        .containsExactly(
            "Nora approval.requested",
            "Ada approval.accepted",
            "Bob approval.accepted",
            "restore-bot approval.used",
            "restore-bot approval.refused");
  }

  @Test
  void threeWhenTheSettingsSayThree() {
    office.under(ApprovalFixture.policy(3, SecondFactorKind.NONE)).asked().approvedBy(ADA, BOB);
    assertThat(office.approvals.checkForExecution(office.request, BINDING).refusal())
        .contains(Refusal.NOT_APPROVED_YET);
    office.approvedBy(CLEO);
    assertThat(office.approvals.checkForExecution(office.request, BINDING).accepted()).isTrue();
  }

  @Test
  void aRequestSurvivesARestart() {
    office.asked().approvedBy(ADA);
    ApprovalRequest before = office.stored();
    office.close();
    String request = office.request;
    office = new ApprovalFixture(folder);
    office.request = request;

    assertThat(office.stored()).isEqualTo(before);
    office.approvedBy(BOB);
    assertThat(office.approvals.checkForExecution(request, BINDING).accepted()).isTrue();
  }

  @Test
  void aDenyEndsItEvenAfterAllApproved() {
    office.asked().approvedBy(ADA, BOB);
    Decision denied = office.approvals.deny(office.request, office.vote(ADA), " wrong night ");

    assertThat(denied.accepted()).isTrue();
    assertThat(office.stored().state()).isEqualTo(ApprovalState.DENIED);
    assertThat(office.approvals.approve(office.request, office.vote(CLEO)).words())
        .isEqualTo("This request was denied: Ada: wrong night.");
    assertThat(office.last().event().detail()).containsEntry("state", "DENIED");
  }

  @Test
  void theRequesterWithdrawsAlsoWithAnotherAccount() {
    office.asked().approvedBy(ADA);
    assertThat(office.approvals.withdraw(office.request, office.vote(NORA_TOO)).accepted())
        .isTrue();
    assertThat(office.stored().ending()).contains("Nora (contractor) withdrew it");
  }

  @Test
  void whatChangedSinceTheApprovalVoidsIt() {
    Binding other = Binding.of("disaster", "cd".repeat(32), "zenops/db/zenops/other", "1. go");
    office.asked().approvedBy(ADA, BOB);

    Decision run = office.approvals.checkForExecution(office.request, other);
    assertThat(run.refusal()).contains(Refusal.VOID);
    assertThat(run.words())
        .isEqualTo(
            "This request is void: the backup's content changed (SHA-256 was abababababab, is"
                + " cdcdcdcdcdcd); the target changed (was zenops/db/zenops/zenops_postgres_data,"
                + " is zenops/db/zenops/other); the plan changed. Make a new request.");
    assertThat(office.stored().state()).isEqualTo(ApprovalState.VOID);
    assertThat(office.approvals.checkForExecution(office.request, BINDING).refusal())
        .as("with the old content again")
        .contains(Refusal.VOID);
  }

  @Test
  void anApproverWhoLeftBeforeTheExecutionVoidsIt() {
    office.asked().approvedBy(ADA, BOB);
    office.leads.remove(ADA.id());
    assertThat(office.approvals.checkForExecution(office.request, BINDING).words())
        .isEqualTo(
            "This request is void: Ada, who approved it, is no longer an on-call lead. Make a new"
                + " request.");
    office.leads.add(ADA.id());
    assertThat(office.approvals.checkForExecution(office.request, BINDING).refusal())
        .contains(Refusal.VOID);
  }

  @Test
  void newSettingsVoidWhatWasApprovedUnderTheOldOnes() {
    office.asked().approvedBy(ADA, BOB);
    office.under(ApprovalFixture.policy(2, SecondFactorKind.TOTP));
    Decision run = office.approvals.checkForExecution(office.request, BINDING);
    assertThat(run.refusal()).contains(Refusal.VOID);
    assertThat(run.words()).contains("the approval settings changed");
  }

  @Test
  void votesOfOnePersonStoredByAMistakeDoNotMakeTwo() {
    office.asked().approvedBy(ADA);
    ApprovalRequest one = office.stored();
    ApprovalRequest forged =
        one.withVote(new Approval(ApprovalFixture.ADA_TOO, office.clock.instant()))
            .approved(office.clock.instant().plusSeconds(60));
    office.store.update(forged, office.last().event(), ApprovedOperations.NONE);

    assertThat(office.approvals.checkForExecution(office.request, BINDING).words())
        .contains("fewer than 2 different leads");
  }

  @Test
  void nothingIsLostWhenNobodyKnowsForAWhileWhoIsALead() {
    office.asked().approvedBy(ADA, BOB);
    office.membershipTrouble = Optional.of(new MembershipUnknownException("Slack is away", null));
    assertThat(office.approvals.checkForExecution(office.request, BINDING).words())
        .contains("Slack is away", "nothing changed");
    office.membershipTrouble = Optional.empty();
    assertThat(office.approvals.checkForExecution(office.request, BINDING).accepted()).isTrue();
  }

  @Test
  void deadlinesEndRequestsAtTheirInstantAndSayWhichItWas() {
    office.asked();
    office.clock.forward(Duration.ofMinutes(30).minusNanos(1));
    assertThat(office.approvals.expireDue()).isEmpty();
    office.clock.forward(Duration.ofNanos(1));
    assertThat(office.approvals.expireDue()).containsExactly(office.stored());
    assertThat(office.stored().ending())
        .contains("not enough leads approved by 2026-11-24 03:30 UTC");
    assertThat(office.approvals.expireDue()).isEmpty();

    office.asked().approvedBy(ADA, BOB);
    office.clock.forward(Duration.ofMinutes(10));
    assertThat(office.approvals.expireDue()).containsExactly(office.stored());
    assertThat(office.stored().ending()).contains("it was approved, but not started in time");
  }

  @Test
  void aClickAfterTheDeadlineFindsTheRequestExpiredThoughNobodyLookedBefore() {
    office.asked().approvedBy(ADA);
    office.clock.forward(Duration.ofMinutes(30));
    Decision late = office.approvals.approve(office.request, office.vote(BOB));
    assertThat(late.refusal()).contains(Refusal.EXPIRED);
    assertThat(office.stored().state()).isEqualTo(ApprovalState.EXPIRED);
    assertThat(heard())
        .endsWith("restore-bot approval.expired", "Bob approval.refused")
        .contains("Ada approval.accepted");
  }

  @Test
  void remindsAtEachTimeOnceAndOnlyOnceForSeveralMissed() {
    office.asked();
    assertThat(office.approvals.remindersDue()).isEmpty();
    office.clock.forward(Duration.ofMinutes(5));
    assertThat(office.approvals.remindersDue()).hasSize(1);
    assertThat(office.approvals.remindersDue()).isEmpty();
    office.clock.forward(Duration.ofMinutes(10));
    assertThat(office.approvals.remindersDue()).hasSize(1);
    office.asked();
    office.clock.forward(Duration.ofMinutes(14).plusSeconds(59));
    assertThat(office.approvals.remindersDue()).hasSize(1);
    office.asked().approvedBy(ADA, BOB);
    office.clock.forward(Duration.ofMinutes(9));
    assertThat(office.approvals.remindersDue())
        .as("approved already")
        .noneMatch(request -> request.id().equals(office.request));
  }

  @Test
  void oneLeadDecidesAboutWhatRunsAndTheRequesterMayBeThatLead() {
    office.asked().approvedBy(ADA, BOB);
    office.approvals.checkForExecution(office.request, BINDING);
    ApprovalRequest used = office.stored();

    assertThat(office.approvals.decide(office.request, office.vote(NORA), "swap").accepted())
        .isTrue();
    assertThat(office.last().event().what()).isEqualTo("approval.decided");
    assertThat(office.last().event().detail()).containsEntry("decision", "swap");
    assertThat(office.approvals.decide(office.request, office.vote(EVE), "swap").refusal())
        .contains(Refusal.NOT_A_LEAD);
    assertThat(office.stored()).isEqualTo(used);
  }
}
