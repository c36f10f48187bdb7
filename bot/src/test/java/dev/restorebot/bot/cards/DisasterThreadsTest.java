package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.FakeChat;
import dev.restorebot.engine.approval.Approval;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.Binding;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.HandWork;
import dev.restorebot.engine.disaster.Observations;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.disaster.contents.WrittenRows;
import dev.restorebot.engine.state.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisasterThreadsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Actor BEN = new Actor("slack:U2", "Ben");
  private static final Actor BEN_TOO = new Actor("slack:U9", "B\u0435n");

  private static final List<DisasterState> WAY =
      List.of(
          DisasterState.PREPARING,
          DisasterState.CREATING_VOLUME,
          DisasterState.RESTORING,
          DisasterState.VERIFYING,
          DisasterState.SWAPPING,
          DisasterState.STARTING_SERVICES,
          DisasterState.CHECKING,
          DisasterState.DONE);
  private static final Origin ORIGIN = new Origin("fake", "C1", "thread");

  @TempDir Path folder;
  private final Disaster asked = asked();
  private final FakeChat chat = new FakeChat();
  private Outbox outbox;
  private Delivery delivery;
  private DisasterThreads threads;

  @BeforeEach
  void start() {
    outbox = JdbcOutbox.open(folder.resolve("state.db"));
    outbox.posted(ORIGIN, "headline");
    delivery = new Delivery(List.of(chat), outbox, InstantSource.system());
    delivery.start();
    threads = new DisasterThreads(delivery, new Alerts(delivery, false), SamePeople.NONE);
  }

  @AfterEach
  void stop() {
    delivery.close();
    outbox.close();
  }

  /** One whose thread is in the fake chat. */
  private static Disaster asked() {
    return here(SampleDisasters.asked("abc234", "zenops"), DisasterState.AWAITING_APPROVAL);
  }

  private static Disaster here(Disaster sample, DisasterState state) {
    return new Disaster(
        sample.id(),
        state,
        sample.requestedBy(),
        sample.reason(),
        ORIGIN.write(),
        sample.approval(),
        sample.settings(),
        sample.plan(),
        sample.progress(),
        sample.problem(),
        sample.checks(),
        sample.changedAt(),
        sample.version());
  }

  private ApprovalRequest request(String reason, ApprovalState state, long version, Actor... by) {
    return new ApprovalRequest(
        "request",
        asked.requestedBy(),
        reason,
        new ChannelRef("slack", "", "C1"),
        Binding.of("disaster", "ab".repeat(32), "zenops", "the plan"),
        2,
        "policy",
        NOON,
        NOON.plus(Duration.ofMinutes(30)),
        Optional.empty(),
        List.of(by).stream().map(who -> new Approval(who, NOON)).toList(),
        0,
        state,
        state.ended() ? Optional.of("Dora: no\n1. stop nothing") : Optional.empty(),
        version);
  }

  /** What the headline says in the end. */
  private Card last() {
    delivery.close();
    return chat.shown(ORIGIN.headline("headline"));
  }

  @Test
  void aDenyIsTheLastHeadlineThoughTheLastApprovalIsReportedAfterIt() {
    ApprovalRequest denied = request("disk", ApprovalState.DENIED, 3, BEN, BEN_TOO);
    threads.changed(asked, Optional.of(request("disk", ApprovalState.PENDING, 1, BEN)));
    threads.changed(asked.become(DisasterState.DENIED, NOON).withVersion(1), Optional.of(denied));
    threads.changed(asked, Optional.of(request("disk", ApprovalState.APPROVED, 2, BEN, BEN_TOO)));
    threads.stands(asked, Optional.of(request("disk", ApprovalState.APPROVED, 2, BEN, BEN_TOO)));

    Card shown = last();
    assertThat(shown.title()).startsWith("DENIED:");
    assertThat(shown.lines()).contains("Why, as it was typed:", "> 1. stop nothing");
  }

  @Test
  void aHeadlineHasButtonsInsteadOfCommandsToType() {
    Card running = headline(DisasterState.RESTORING);
    Card done = headline(DisasterState.DONE);
    assertThat(running.steps()).contains(new Card.Step("restoring", Card.Step.Status.RUNNING));
    assertThat(running.steps().get(0).title()).isEqualTo("reading the backup again");
    assertThat(done.steps()).isEmpty();
    assertThat(running.buttons()).extracting(Button::label).containsExactly("Stop the restore");
    assertThat(done.buttons())
        .extracting(Button::label)
        .containsExactly("Roll back", "Delete the old volume");
    assertThat(List.of(running, done).toString()).doesNotContain("/restore ", "type ");
    assertThat(headline(DisasterState.SWAPPING).buttons()).isEmpty();
  }

  private Card headline(DisasterState state) {
    Disaster reached = asked;
    for (DisasterState next : WAY.subList(0, WAY.indexOf(state) + 1)) {
      reached = reached.become(next, NOON);
    }
    return DisasterCards.headline(
        reached,
        Optional.of(request("disk", ApprovalState.APPROVED, 2, BEN)),
        Optional.empty(),
        List.of());
  }

  @Test
  void anOlderVoteIsNotShownAfterANewerOne() {
    threads.changed(asked, Optional.of(request("disk", ApprovalState.PENDING, 2, BEN)));
    threads.changed(asked, Optional.of(request("disk", ApprovalState.PENDING, 0)));
    assertThat(last().fields().toString()).contains("1 of 2: Ben");
  }

  @Test
  void namesThatLookAlikeAreShownWithTheirIds() {
    threads.changed(asked, Optional.of(request("disk", ApprovalState.APPROVED, 2, BEN, BEN_TOO)));
    assertThat(last().fields().toString())
        .contains("Ben (slack:U2)", BEN_TOO.name() + " (slack:U9)", "Asha")
        .doesNotContain("Asha (");
  }

  @Test
  void aRestoreWithoutAWayBackOffersNoneAndSaysItFirst() {
    Disaster gone = SampleDisasters.during(SampleDisasters.outage(true), asked);
    Card asks =
        DisasterCards.headline(
            here(gone, DisasterState.AWAITING_APPROVAL),
            Optional.empty(),
            Optional.empty(),
            List.of());
    assertThat(asks.lines().toString().indexOf("NO WAY BACK"))
        .isBetween(0, asks.lines().toString().indexOf("Backup: "));
    Card done =
        DisasterCards.headline(
            here(gone, DisasterState.DONE), Optional.empty(), Optional.empty(), List.of());
    assertThat(done.lines().toString())
        .contains("was gone before the restore, so there is no rollback", "Roles: reporter.")
        .doesNotContain("/restore rollback");
  }

  private static Card card(Disaster disaster, Optional<ApprovalRequest> request) {
    return DisasterCards.headline(disaster, request, Optional.empty(), List.of());
  }

  private static Disaster with(Disaster disaster, Disaster.Done done) {
    return new Disaster(
        disaster.id(),
        disaster.state(),
        disaster.requestedBy(),
        disaster.reason(),
        disaster.origin(),
        disaster.approval(),
        disaster.settings(),
        disaster.plan(),
        done,
        disaster.problem(),
        disaster.checks(),
        disaster.changedAt(),
        disaster.version());
  }

  private static Disaster.Done done(boolean swapBegan, List<String> held) {
    return done(swapBegan, held, Observations.NONE);
  }

  private static Disaster.Done done(boolean swapBegan, List<String> held, Observations seen) {
    return done(swapBegan, held, Optional.empty(), seen);
  }

  private static Disaster.Done done(
      boolean swapBegan, List<String> held, Optional<HandWork> handWork) {
    return done(swapBegan, held, handWork, Observations.NONE);
  }

  private static Disaster.Done done(
      boolean swapBegan, List<String> held, Optional<HandWork> handWork, Observations seen) {
    return new Disaster.Done(
        List.of(),
        swapBegan,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        held,
        Optional.empty(),
        Optional.empty(),
        handWork,
        Optional.empty(),
        List.of(),
        seen,
        Optional.empty());
  }

  @Test
  void aFailedCheckOffersARollbackOnlyIfThereIsAWayBack() {
    Optional<ApprovalRequest> approved = Optional.of(request("disk", ApprovalState.APPROVED, 2));
    Card keep = card(here(asked, DisasterState.AWAITING_KEEP), approved);
    assertThat(keep.title()).startsWith("KEEP OR ROLL BACK: ");
    assertThat(keep.buttons()).extracting(Button::label).containsExactly("Keep it", "Roll back");

    Disaster gone = SampleDisasters.during(SampleDisasters.outage(true), asked);
    Card only = card(here(gone, DisasterState.AWAITING_KEEP), approved);
    assertThat(only.title()).startsWith("A CHECK FAILED: ");
    assertThat(only.lines().toString()).contains("There is no rollback");
    assertThat(only.buttons()).extracting(Button::label).containsExactly("Keep it");
  }

  @Test
  void keepOrRollBackSaysWhatARollbackLeavesBehind() {
    WrittenRows written =
        new WrittenRows(asked.changedAt(), asked.changedAt(), List.of(), false, Optional.empty());
    Observations seen =
        new Observations(
            Optional.empty(),
            Optional.empty(),
            Optional.of(written),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of());
    Disaster waits = with(here(asked, DisasterState.AWAITING_KEEP), done(true, List.of(), seen));
    Card keep = card(waits, Optional.of(request("disk", ApprovalState.APPROVED, 2)));
    assertThat(keep.lines().toString()).contains("Left behind until ", "No row was written.");
  }

  @Test
  void whatARollbackLeftIsDeletedByAButtonUntilItIsGone() {
    Disaster back = with(here(asked, DisasterState.ROLLED_BACK), done(true, List.of()));
    assertThat(card(back, Optional.empty()).buttons())
        .extracting(Button::label)
        .containsExactly("Delete the restored volume");

    Observations seen =
        new Observations(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(asked.plan().newVolume(), asked.plan().oldStorage()));
    Disaster gone = with(back, done(true, List.of(), seen));
    assertThat(card(gone, Optional.empty()).buttons()).isEmpty();
    Card done =
        card(with(here(asked, DisasterState.DONE), done(true, List.of(), seen)), Optional.empty());
    assertThat(done.lines().toString()).contains("was deleted by hand. There is no rollback");
    assertThat(done.buttons()).isEmpty();
  }

  @Test
  void peopleWhoStartServicesAreOfferedARollbackOnlyIfThereIsAWayBack() {
    Optional<ApprovalRequest> approved = Optional.of(request("disk", ApprovalState.USED, 3));
    Disaster.Done start =
        done(
            true,
            List.of(),
            Optional.of(
                new HandWork(
                    HandWork.Task.START, List.of("api"), DisasterState.STARTING_SERVICES, false)));
    Disaster waiting = with(here(asked, DisasterState.AWAITING_SERVICES), start);
    assertThat(card(waiting, approved).buttons())
        .extracting(Button::label)
        .containsExactly("They are started", "Roll back");
    Disaster gone = SampleDisasters.during(SampleDisasters.outage(true), asked);
    assertThat(card(with(here(gone, DisasterState.AWAITING_SERVICES), start), approved).buttons())
        .extracting(Button::label)
        .containsExactly("They are started");
  }

  @Test
  void aRestoreThatFailedBeforeTheSwapOffersNoRollback() {
    Disaster failed = here(asked, DisasterState.FAILED);
    assertThat(card(with(failed, done(false, List.of())), Optional.empty()).buttons()).isEmpty();
    assertThat(card(with(failed, done(true, List.of())), Optional.empty()).buttons())
        .extracting(Button::label)
        .containsExactly("Roll back");
  }

  @Test
  void heldServicesAreStartedByHandWhileARollbackIsRequested() {
    Disaster held = with(here(asked, DisasterState.DONE), done(true, List.of("worker")));
    Card before = card(held, Optional.of(request("disk", ApprovalState.APPROVED, 2)));
    assertThat(before.buttons()).extracting(Button::label).contains("Start them");

    ApprovalRequest rollback =
        new ApprovalRequest(
            "request",
            asked.requestedBy(),
            "wrong backup",
            new ChannelRef("slack", "", "C1"),
            Binding.of("rollback", "ab".repeat(32), "zenops", "the plan"),
            2,
            "policy",
            NOON,
            NOON.plus(Duration.ofMinutes(30)),
            Optional.empty(),
            List.of(),
            0,
            ApprovalState.PENDING,
            Optional.empty(),
            0);
    Card after = card(held, Optional.of(rollback));
    assertThat(after.buttons()).extracting(Button::label).containsExactly("Approve", "Deny");
    assertThat(after.lines().toString()).contains("`docker compose start worker`");
  }

  @Test
  void aCallShowsWhatToDoBelowItsTitle() {
    Card call = DisasterCards.call(Tone.WARN, "db is wrong.\nWhat to do: x", List.of(), List.of());
    assertThat(call.title()).isEqualTo("db is wrong.");
    assertThat(call.lines()).containsExactly("What to do: x");
  }
}
