package dev.restorebot.engine.approval;

import static dev.restorebot.engine.approval.ApprovalFixture.ADA;
import static dev.restorebot.engine.approval.ApprovalFixture.BINDING;
import static dev.restorebot.engine.approval.ApprovalFixture.BOB;
import static dev.restorebot.engine.approval.ApprovalFixture.NORA;
import static dev.restorebot.engine.approval.ApprovalFixture.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tries to approve with no code, or with a code that is not one's own and new. */
class AroundCodesTest {
  private static final Set<String> HASHES = Set.of("seal", "planHash", "policy", "backupSha256");

  @TempDir Path folder;
  private ApprovalFixture office;

  @BeforeEach
  void open() {
    office =
        new ApprovalFixture(folder)
            .under(ApprovalFixture.policy(2, SecondFactorKind.TOTP))
            .enrolled(ADA, BOB);
    office.asked();
  }

  @AfterEach
  void close() {
    String code = office.code(ADA).orElseThrow().digits();
    assertThat(office.heard())
        .flatExtracting(entry -> entry.event().detail().entrySet())
        .filteredOn(detail -> !HASHES.contains(detail.getKey()))
        .extracting(Map.Entry::getValue)
        .isNotEmpty()
        .noneMatch(value -> value.contains(code));
    office.close();
  }

  private void refused(Vote vote, Refusal why, String words) {
    ApprovalRequest before = office.stored();
    Decision decision = office.approvals.approve(office.request, vote);
    assertThat(decision.refusal()).as(decision.words()).contains(why);
    assertThat(decision.words()).contains(words);
    assertThat(office.stored()).isEqualTo(before);
    assertThat(office.last().event().detail()).containsEntry("why", why.name());
  }

  private Vote with(Optional<SecondFactorCode> code) {
    return new Vote(ADA, OPS, office.stored().seal(), code);
  }

  private SecondFactorCode wrong() {
    char[] digits = office.code(ADA).orElseThrow().digits().toCharArray();
    // Three codes are right now; a digit of a right one changed is hardly another one of them.
    for (char first = '0'; first <= '9'; first++) {
      digits[0] = first;
      String candidate = new String(digits);
      boolean right =
          Stream.of(-30, 0, 30)
              .map(s -> office.apps.get(ADA.id()).code(office.clock.instant().plusSeconds(s)))
              .anyMatch(code -> code.digits().equals(candidate));
      if (!right) {
        return new SecondFactorCode(candidate);
      }
    }
    throw new AssertionError("ten right codes");
  }

  @Test
  void noCode() {
    refused(with(Optional.empty()), Refusal.CODE_NEEDED, "authenticator");
  }

  @Test
  void aWrongCode() {
    refused(with(Optional.of(wrong())), Refusal.CODE_REFUSED, "The code is wrong");
  }

  @Test
  void noDigits() {
    refused(
        with(Optional.of(new SecondFactorCode("'; --"))),
        Refusal.CODE_REFUSED,
        "The code is wrong");
  }

  @Test
  void anothersCode() {
    refused(with(office.code(BOB)), Refusal.CODE_REFUSED, "The code is wrong");
  }

  @Test
  void anOldCode() {
    Optional<SecondFactorCode> old = office.code(ADA);
    office.clock.forward(Duration.ofSeconds(61));
    refused(with(old), Refusal.CODE_REFUSED, "The code is wrong");
  }

  @Test
  void aCodeThatServedForAnotherRequest() {
    office.approvedBy(ADA);
    office.asked();
    refused(with(office.code(ADA)), Refusal.CODE_REFUSED, "has already been used");
  }

  @Test
  void theRightCodeAfterGuessing() {
    for (int i = 0; i < 5; i++) {
      refused(with(Optional.of(wrong())), Refusal.CODE_REFUSED, "The code is wrong");
    }
    refused(with(office.code(ADA)), Refusal.CODE_REFUSED, "Too many");
  }

  @Test
  void aLeadWithoutAnAuthenticator() {
    Vote vote =
        new Vote(
            ApprovalFixture.CLEO,
            OPS,
            office.stored().seal(),
            Optional.of(new SecondFactorCode("123456")));
    refused(vote, Refusal.CODE_REFUSED, "no authenticator enrolled");
  }

  @Test
  void aCodeIsNotSpentOnAVoteThatIsRefusedForSomethingElse() {
    Vote elsewhere = office.vote(ADA, new ChannelRef("slack", "T1", "C2"));
    refused(elsewhere, Refusal.WRONG_PLACE, "another channel");
    assertThat(office.approvals.approve(office.request, office.vote(ADA)).accepted()).isTrue();
  }

  @Test
  void onTheCommandLineCodesAreNeededForEverythingWhateverTheSettingsSay() {
    office
        .under(ApprovalFixture.policy(2, SecondFactorKind.NONE))
        .enrolled(NORA, ApprovalFixture.CLEO);
    Approvals approvals = office.approvals;
    NewRequest without =
        new NewRequest(NORA, "chat is dead", ChannelRef.COMMAND_LINE, BINDING, Optional.empty());
    assertThat(approvals.open(without, ApprovedOperations.NONE).refusal())
        .contains(Refusal.CODE_NEEDED);
    office.request =
        approvals
            .open(
                new NewRequest(
                    NORA, "chat is dead", ChannelRef.COMMAND_LINE, BINDING, office.code(NORA)),
                ApprovedOperations.NONE)
            .request()
            .orElseThrow()
            .id();
    String seal = office.stored().seal();
    Vote bare = new Vote(ADA, ChannelRef.COMMAND_LINE, seal, Optional.empty());
    assertThat(approvals.approve(office.request, bare).refusal()).contains(Refusal.CODE_NEEDED);
    assertThat(approvals.deny(office.request, bare, "no").refusal()).contains(Refusal.CODE_NEEDED);
    Vote asNora = new Vote(NORA, ChannelRef.COMMAND_LINE, seal, Optional.empty());
    assertThat(approvals.withdraw(office.request, asNora).refusal()).contains(Refusal.CODE_NEEDED);

    assertThat(
            approvals.approve(office.request, office.vote(ADA, ChannelRef.COMMAND_LINE)).accepted())
        .isTrue();
    assertThat(
            approvals.approve(office.request, office.vote(BOB, ChannelRef.COMMAND_LINE)).accepted())
        .isTrue();
    assertThat(approvals.checkForExecution(office.request, BINDING).accepted()).isTrue();
    assertThat(approvals.decide(office.request, bare, "swap").refusal())
        .contains(Refusal.CODE_NEEDED);
    assertThat(
            approvals
                .decide(
                    office.request,
                    office.vote(ApprovalFixture.CLEO, ChannelRef.COMMAND_LINE),
                    "swap")
                .accepted())
        .isTrue();
  }

  @Test
  void whatAChatBeganIsDecidedOnTheCommandLineWithACodeWhenTheChatIsDead() {
    office
        .under(ApprovalFixture.policy(2, SecondFactorKind.NONE))
        .enrolled(ApprovalFixture.CLEO)
        .asked()
        .approvedBy(ADA, BOB);
    Approvals approvals = office.approvals;
    Vote bare =
        new Vote(
            ApprovalFixture.CLEO,
            ChannelRef.COMMAND_LINE,
            office.stored().seal(),
            Optional.empty());
    assertThat(approvals.checkForExecution(office.request, BINDING).accepted()).isTrue();

    assertThat(approvals.decide(office.request, bare, "swap").refusal())
        .contains(Refusal.CODE_NEEDED);
    assertThat(
            approvals
                .decide(
                    office.request,
                    office.vote(ApprovalFixture.CLEO, ChannelRef.COMMAND_LINE),
                    "swap")
                .accepted())
        .isTrue();
  }
}
