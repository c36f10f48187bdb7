package dev.restorebot.engine.approval;

import static dev.restorebot.engine.approval.ApprovalFixture.ADA;
import static dev.restorebot.engine.approval.ApprovalFixture.ADA_TOO;
import static dev.restorebot.engine.approval.ApprovalFixture.BINDING;
import static dev.restorebot.engine.approval.ApprovalFixture.BOB;
import static dev.restorebot.engine.approval.ApprovalFixture.CLEO;
import static dev.restorebot.engine.approval.ApprovalFixture.EVE;
import static dev.restorebot.engine.approval.ApprovalFixture.NORA;
import static dev.restorebot.engine.approval.ApprovalFixture.NORA_TOO;
import static dev.restorebot.engine.approval.ApprovalFixture.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.state.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tries to get around approval: each is refused, each is in the audit log, none changes anything.
 */
class ApprovalBypassTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource({"byWhom", "fromWhere", "tooLate", "withoutAnswer", "otherwise"})
  void isRefusedAndWrittenDownAndChangesNothing(Attempt attempt) {
    try (ApprovalFixture office = new ApprovalFixture(folder)) {
      Supplier<Decision> doIt = attempt.prepare().apply(office);
      Optional<ApprovalRequest> before = office.store.find(office.request);
      List<ApprovalRequest> open = office.store.open();
      int heard = office.heard().size();

      Decision decision = doIt.get();

      assertThat(decision.refusal()).as(decision.words()).contains(attempt.refusal());
      assertThat(decision.words()).isNotBlank().doesNotContain("Exception", "null", "xoxb");
      assertThat(office.store.find(office.request)).isEqualTo(before);
      assertThat(office.store.open()).isEqualTo(open);
      assertThat(office.heard()).hasSize(heard + 1);
      AuditEntry entry = office.last();
      assertThat(entry.toString()).doesNotContain("xoxb");
      assertThat(entry.event().what()).isEqualTo("approval.refused");
      assertThat(entry.event().detail())
          .containsEntry("why", attempt.refusal().name())
          .containsKey("tried");
      assertThat(office.audit.verify(Optional.empty()).problems()).isEmpty();
    }
  }

  static Stream<Attempt> byWhom() {
    return Stream.of(
        approval("the requester", Refusal.REQUESTER, ApprovalFixture::asked, NORA),
        approval(
            "the requester's other account", Refusal.REQUESTER, ApprovalFixture::asked, NORA_TOO),
        approval("somebody who is no lead", Refusal.NOT_A_LEAD, ApprovalFixture::asked, EVE),
        approval("a lead who left the group", Refusal.NOT_A_LEAD, o -> left(o.asked(), ADA), ADA),
        approval(
            "a button pressed twice", Refusal.ALREADY_VOTED, o -> o.asked().approvedBy(ADA), ADA),
        approval(
            "a second account", Refusal.ALREADY_VOTED, o -> o.asked().approvedBy(ADA), ADA_TOO),
        approval(
            "a vote replayed after the last one",
            Refusal.ALREADY_VOTED,
            o -> o.asked().approvedBy(ADA, BOB),
            ADA),
        approval(
            "one lead too many", Refusal.ENOUGH_VOTES, o -> o.asked().approvedBy(ADA, BOB), CLEO),
        approval("the bot itself", Refusal.FORGED, ApprovalFixture::asked, Actor.BOT),
        approval(
            "an id of another chat",
            Refusal.FORGED,
            ApprovalFixture::asked,
            new Actor("discord:7", "Ada")),
        approval(
            "an id that only begins like one",
            Refusal.FORGED,
            ApprovalFixture::asked,
            new Actor("slackU1", "Ada")),
        approval("an empty id", Refusal.FORGED, ApprovalFixture::asked, new Actor("", "")));
  }

  static Stream<Attempt> fromWhere() {
    return Stream.of(
        from("another channel", new ChannelRef("slack", "T1", "C2")),
        from("another workspace", new ChannelRef("slack", "T2", "C1")),
        from("another chat", new ChannelRef("discord", "T1", "C1")),
        from("the command line", ChannelRef.COMMAND_LINE),
        forged("an unknown request", Refusal.UNKNOWN_REQUEST, o -> "zzzzzzzzzzzz", o -> "0"),
        forged("an empty id of a request", Refusal.UNKNOWN_REQUEST, o -> "", o -> "0"),
        forged("an id that is SQL", Refusal.UNKNOWN_REQUEST, o -> "' or 1=1 --", o -> "0"),
        forged("no seal", Refusal.FORGED, o -> o.request, o -> ""),
        forged("an invented seal", Refusal.FORGED, o -> o.request, o -> "0".repeat(20)),
        forged(
            "the seal of another request",
            Refusal.FORGED,
            o -> o.request,
            o -> {
              String first = o.request;
              String seal = o.asked().stored().seal();
              o.request = first;
              return seal;
            }));
  }

  static Stream<Attempt> tooLate() {
    return Stream.of(
        approval("after a deny", Refusal.DENIED, o -> denied(o.asked()), ADA),
        approval("after the time to approve", Refusal.EXPIRED, o -> expired(o.asked(), 30), ADA),
        approval(
            "after the time to run",
            Refusal.EXPIRED,
            o -> expired(o.asked().approvedBy(ADA, BOB), 10),
            CLEO),
        approval("after it was withdrawn", Refusal.WITHDRAWN, o -> withdrawn(o.asked()), ADA),
        approval("after new settings", Refusal.VOID, o -> resettled(o.asked()), ADA),
        approval("after it was executed", Refusal.ALREADY_USED, ApprovalBypassTest::used, CLEO),
        execution("once more", Refusal.ALREADY_USED, ApprovalBypassTest::used),
        execution("after a deny", Refusal.DENIED, o -> denied(o.asked().approvedBy(ADA, BOB))),
        execution(
            "after the time to run",
            Refusal.EXPIRED,
            o -> expired(o.asked().approvedBy(ADA, BOB), 10)),
        execution(
            "after new settings", Refusal.VOID, o -> resettled(o.asked().approvedBy(ADA, BOB))));
  }

  static Stream<Attempt> withoutAnswer() {
    return Stream.of(
        approval(
            "while nobody knows who is a lead",
            Refusal.MEMBERSHIP_UNKNOWN,
            o -> trouble(o.asked(), new MembershipUnknownException("Slack is away", null)),
            ADA),
        approval(
            "while the question breaks",
            Refusal.MEMBERSHIP_UNKNOWN,
            o -> trouble(o.asked(), new IllegalStateException("xoxb-secret")),
            ADA),
        execution(
            "while nobody knows who is a lead",
            Refusal.MEMBERSHIP_UNKNOWN,
            o ->
                trouble(
                    o.asked().approvedBy(ADA, BOB),
                    new MembershipUnknownException("Slack is away", null))));
  }

  static Stream<Attempt> otherwise() {
    return Stream.of(
        execution("without votes", Refusal.NOT_APPROVED_YET, ApprovalFixture::asked),
        execution("with one vote", Refusal.NOT_APPROVED_YET, o -> o.asked().approvedBy(ADA)),
        execution("of nothing", Refusal.UNKNOWN_REQUEST, o -> o),
        new Attempt(
            "a deny by somebody who is no lead",
            Refusal.NOT_A_LEAD,
            o -> deny(o.asked(), o.vote(EVE), "no")),
        new Attempt(
            "a deny by the requester", Refusal.REQUESTER, o -> deny(o.asked(), o.vote(NORA), "no")),
        new Attempt(
            "a deny without a reason", Refusal.NO_REASON, o -> deny(o.asked(), o.vote(ADA), " \n")),
        new Attempt(
            "a deny from another channel",
            Refusal.WRONG_PLACE,
            o -> deny(o.asked(), o.vote(ADA, new ChannelRef("slack", "T1", "C2")), "no")),
        new Attempt(
            "a deny of what was executed",
            Refusal.ALREADY_USED,
            o -> deny(used(o), o.vote(CLEO), "no")),
        new Attempt(
            "a withdrawal by another who is no lead",
            Refusal.NOT_THE_REQUESTER,
            o -> {
              Vote vote = o.asked().vote(EVE);
              return () -> o.approvals.withdraw(o.request, vote);
            }),
        decision(
            "by a lead who just left",
            Refusal.NOT_A_LEAD,
            o -> {
              used(o).justLeft.add(CLEO.id());
              return o;
            },
            CLEO),
        decision("by somebody who is no lead", Refusal.NOT_A_LEAD, ApprovalBypassTest::used, EVE),
        decision("before it runs", Refusal.NOT_RUNNING, o -> o.asked().approvedBy(ADA, BOB), CLEO),
        decision("on what was denied", Refusal.DENIED, o -> denied(o.asked()), CLEO),
        new Attempt(
            "a request without a reason",
            Refusal.NO_REASON,
            o ->
                () ->
                    o.approvals.open(
                        new NewRequest(NORA, "", OPS, BINDING, Optional.empty()),
                        ApprovedOperations.NONE)),
        new Attempt(
            "a request in the name of another chat's user",
            Refusal.FORGED,
            o ->
                () ->
                    o.approvals.open(
                        new NewRequest(
                            new Actor("discord:7", "X"), "why", OPS, BINDING, Optional.empty()),
                        ApprovedOperations.NONE)));
  }

  private static Attempt approval(
      String name,
      Refusal refusal,
      Function<ApprovalFixture, ApprovalFixture> prepare,
      Actor actor) {
    return new Attempt(
        "approve: " + name,
        refusal,
        office -> {
          Vote vote = prepare.apply(office).vote(actor);
          return () -> office.approvals.approve(office.request, vote);
        });
  }

  private static Attempt from(String name, ChannelRef place) {
    return new Attempt(
        "approve from " + name,
        Refusal.WRONG_PLACE,
        office -> {
          Vote vote = office.asked().enrolled(ADA).vote(ADA, place);
          return () -> office.approvals.approve(office.request, vote);
        });
  }

  private static Attempt forged(
      String name,
      Refusal refusal,
      Function<ApprovalFixture, String> id,
      Function<ApprovalFixture, String> seal) {
    return new Attempt(
        "forged payload: " + name,
        refusal,
        office -> {
          String request = id.apply(office.asked());
          Vote vote = new Vote(ADA, OPS, seal.apply(office), Optional.empty());
          return () -> office.approvals.approve(request, vote);
        });
  }

  private static Attempt execution(
      String name, Refusal refusal, Function<ApprovalFixture, ApprovalFixture> prepare) {
    return new Attempt(
        "execute: " + name,
        refusal,
        office -> {
          ApprovalFixture ready = prepare.apply(office);
          return () -> ready.approvals.checkForExecution(ready.request, BINDING);
        });
  }

  private static Attempt decision(
      String name,
      Refusal refusal,
      Function<ApprovalFixture, ApprovalFixture> prepare,
      Actor actor) {
    return new Attempt(
        "swap in: " + name,
        refusal,
        office -> {
          Vote vote = prepare.apply(office).vote(actor);
          return () -> office.approvals.decide(office.request, vote, "swap");
        });
  }

  private static Supplier<Decision> deny(ApprovalFixture office, Vote vote, String reason) {
    return () -> office.approvals.deny(office.request, vote, reason);
  }

  private static ApprovalFixture left(ApprovalFixture office, Actor actor) {
    office.leads.remove(actor.id());
    return office;
  }

  private static ApprovalFixture denied(ApprovalFixture office) {
    assertThat(office.approvals.deny(office.request, office.vote(CLEO), "wrong backup").accepted())
        .isTrue();
    return office;
  }

  private static ApprovalFixture withdrawn(ApprovalFixture office) {
    assertThat(office.approvals.withdraw(office.request, office.vote(NORA)).accepted()).isTrue();
    return office;
  }

  private static ApprovalFixture expired(ApprovalFixture office, int minutes) {
    office.clock.forward(Duration.ofMinutes(minutes));
    assertThat(office.approvals.expireDue()).hasSize(1);
    return office;
  }

  private static ApprovalFixture resettled(ApprovalFixture office) {
    office.under(ApprovalFixture.policy(3, SecondFactorKind.NONE));
    assertThat(office.approvals.expireDue()).hasSize(1);
    return office;
  }

  private static ApprovalFixture used(ApprovalFixture office) {
    office.asked().approvedBy(ADA, BOB);
    assertThat(office.approvals.checkForExecution(office.request, BINDING).accepted()).isTrue();
    return office;
  }

  private static ApprovalFixture trouble(ApprovalFixture office, Exception trouble) {
    office.membershipTrouble = Optional.of(trouble);
    return office;
  }
}
