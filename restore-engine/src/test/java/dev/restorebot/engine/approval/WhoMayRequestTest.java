package dev.restorebot.engine.approval;

import static dev.restorebot.engine.approval.ApprovalFixture.ADA;
import static dev.restorebot.engine.approval.ApprovalFixture.ADA_TOO;
import static dev.restorebot.engine.approval.ApprovalFixture.BINDING;
import static dev.restorebot.engine.approval.ApprovalFixture.BOB;
import static dev.restorebot.engine.approval.ApprovalFixture.CLEO;
import static dev.restorebot.engine.approval.ApprovalFixture.EVE;
import static dev.restorebot.engine.approval.ApprovalFixture.NORA;
import static dev.restorebot.engine.approval.ApprovalFixture.OPS;
import static dev.restorebot.engine.approval.ApprovalFixture.TESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.state.Actor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may request something, where it is approved, and who may withdraw it. */
class WhoMayRequestTest {
  private static final ChannelRef CONSOLE = new ChannelRef("console", "", "restores");
  private static final Actor OWNER = new Actor("console:owner", "Owner");

  @TempDir Path folder;
  private ApprovalFixture office;

  @BeforeEach
  void open() {
    office = new ApprovalFixture(folder);
    office.leads.add(OWNER.id());
  }

  @AfterEach
  void close() {
    assertThat(office.audit.verify(Optional.empty()).problems()).isEmpty();
    office.close();
  }

  private Decision asks(Actor by, ChannelRef place) {
    Decision opened =
        office.approvals.open(
            new NewRequest(by, "disk is gone", place, BINDING, office.code(by)),
            ApprovedOperations.NONE);
    opened.request().ifPresent(request -> office.request = request.id());
    return opened;
  }

  @Test
  void onlyTestersAndLeadsMayRequest() {
    assertThat(asks(EVE, OPS).refusal()).contains(Refusal.MAY_NOT_REQUEST);
    assertThat(office.last().event().what()).isEqualTo("approval.refused");
    assertThat(office.approvals.refusal(EVE, OPS, "disaster of zenops/db")).isPresent();
    assertThat(office.last().event().subject()).isEqualTo("disaster of zenops/db");
    assertThat(asks(TESS, OPS).accepted()).isTrue();
    assertThat(asks(NORA, OPS).accepted()).isTrue();
  }

  @Test
  void whatTooFewCouldApproveIsRefusedAtOnce() {
    office.listed = Optional.of(Set.of(NORA.id(), ADA.id(), ADA_TOO.id()));
    Decision refused = asks(NORA, OPS);
    assertThat(refused.refusal()).contains(Refusal.UNAPPROVABLE);
    assertThat(refused.words()).contains("2 on-call leads beside you must approve, and 1 can");
    office.listed = Optional.of(Set.of(NORA.id(), ADA.id(), BOB.id()));
    assertThat(asks(NORA, OPS).accepted()).isTrue();
  }

  @Test
  void aRequestOfTheConsoleIsApprovedInTheApprovalChannel() {
    office.listed = Optional.of(Set.of(ADA.id(), BOB.id()));
    assertThat(asks(OWNER, CONSOLE).words()).contains("Set `approval.channel`");
    office.under(
        new ApprovalPolicy(
            2,
            office.policy.approveWithin(),
            office.policy.runWithin(),
            List.of(),
            SecondFactorKind.NONE,
            Set.of(),
            SamePersonRules.DISTINCT,
            Optional.of(OPS)));
    assertThat(asks(OWNER, CONSOLE).accepted()).isTrue();
    office.approvedBy(ADA, BOB);
    assertThat(office.stored().state()).isEqualTo(ApprovalState.APPROVED);
    ChannelRef elsewhere = new ChannelRef("slack", "T1", "C9");
    assertThat(office.approvals.deny(office.request, office.vote(CLEO, elsewhere), "no").refusal())
        .contains(Refusal.WRONG_PLACE);

    // One of another channel stays there.
    assertThat(asks(NORA, elsewhere).accepted()).isTrue();
    assertThat(office.approvals.approve(office.request, office.vote(ADA)).refusal())
        .contains(Refusal.WRONG_PLACE);
  }

  @Test
  void aConsoleWithLeadsDecidesItsRequestsAlone() {
    Actor uma = new Actor("console:uma@id.example.com", "Uma");
    Actor vic = new Actor("console:vic@id.example.com", "Vic");
    office.leads.addAll(List.of(uma.id(), vic.id()));
    office.under(
        new ApprovalPolicy(
            2,
            office.policy.approveWithin(),
            office.policy.runWithin(),
            List.of(),
            SecondFactorKind.NONE,
            Set.of("slack:S1", "console:group:leads"),
            SamePersonRules.DISTINCT,
            Optional.of(OPS)));
    assertThat(office.approvals.channelOf(CONSOLE)).isEmpty();
    assertThat(asks(OWNER, CONSOLE).accepted()).isTrue();
    assertThat(office.approvals.approve(office.request, office.vote(OWNER, CONSOLE)).refusal())
        .contains(Refusal.REQUESTER);
    assertThat(office.approvals.approve(office.request, office.vote(uma, CONSOLE)).accepted())
        .isTrue();
    assertThat(office.approvals.approve(office.request, office.vote(uma, CONSOLE)).refusal())
        .contains(Refusal.ALREADY_VOTED);
    assertThat(office.approvals.approve(office.request, office.vote(ADA, OPS)).refusal())
        .contains(Refusal.WRONG_PLACE);
    assertThat(office.approvals.approve(office.request, office.vote(vic, CONSOLE)).accepted())
        .isTrue();
    assertThat(office.stored().state()).isEqualTo(ApprovalState.APPROVED);

    office.listed = Optional.of(Set.of(uma.id()));
    assertThat(asks(OWNER, CONSOLE).words()).contains("Add leads to `console.leads`");
  }

  @Test
  void aLeadWithdrawsTheRequestOfAnother() {
    assertThat(asks(NORA, OPS).accepted()).isTrue();
    assertThat(office.approvals.withdraw(office.request, office.vote(TESS)).refusal())
        .contains(Refusal.NOT_THE_REQUESTER);
    assertThat(office.approvals.withdraw(office.request, office.vote(ADA)).accepted()).isTrue();
    assertThat(office.stored().state()).isEqualTo(ApprovalState.WITHDRAWN);
    assertThat(office.stored().ending()).contains("Ada withdrew it");
  }

  @Test
  void onTheCommandLineALeadWithdrawsTheRequestOfAChatThatIsDead() {
    office.enrolled(ADA);
    assertThat(asks(NORA, OPS).accepted()).isTrue();
    Vote bare = new Vote(ADA, ChannelRef.COMMAND_LINE, office.stored().seal(), Optional.empty());
    assertThat(office.approvals.withdraw(office.request, bare).refusal())
        .contains(Refusal.CODE_NEEDED);
    assertThat(office.approvals.approve(office.request, bare).refusal())
        .contains(Refusal.WRONG_PLACE);
    Vote coded = office.vote(ADA, ChannelRef.COMMAND_LINE);
    assertThat(office.approvals.withdraw(office.request, coded).accepted()).isTrue();
  }

  @Test
  void aNameOnTheCommandLineIsTheSamePersonAsTheirAccount() {
    SamePersonRules people = new SamePersonRules(List.of(Set.of("cli:ben", "slack:U2")));
    assertThat(people.one(new Actor("ben", "ben"), BOB)).isTrue();
    assertThat(people.one(BOB, new Actor("cli:ben", "ben"))).isTrue();
    assertThat(people.one(new Actor("ada", "ada"), BOB)).isFalse();
    assertThat(people.knows("ben")).isTrue();
    assertThat(people.knows("ada")).isFalse();
  }

  @Test
  void aLeadWhoLeftAMomentAgoNeitherExecutesNorDecides() {
    asks(NORA, OPS);
    office.approvedBy(ADA, BOB).justLeft.add(ADA.id());
    Decision run = office.approvals.checkForExecution(office.request, BINDING);
    assertThat(run.words()).contains("Ada, who approved it, is no longer an on-call lead");
    assertThat(office.stored().state()).isEqualTo(ApprovalState.VOID);
  }
}
