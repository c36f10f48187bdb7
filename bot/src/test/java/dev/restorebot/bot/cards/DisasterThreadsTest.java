package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.approval.Approval;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.Binding;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisasterThreadsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Actor BEN = new Actor("slack:U2", "Ben");
  private static final Actor BEN_TOO = new Actor("slack:U9", "B\u0435n");

  private final Disaster asked = SampleDisasters.asked("abc234", "zenops");
  private final List<Card> headlines = new ArrayList<>();
  private final Delivery delivery = mock(Delivery.class);
  private final DisasterThreads threads = new DisasterThreads(delivery, List::of, List::of);

  @BeforeEach
  void listen() {
    doAnswer(
            call -> {
              Supplier<Card> card = call.getArgument(1);
              return headlines.add(card.get());
            })
        .when(delivery)
        .headline(any(), any(), anyBoolean());
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

  private Card last() {
    return headlines.get(headlines.size() - 1);
  }

  @Test
  void aDenyIsTheLastHeadlineThoughTheLastApprovalIsReportedAfterIt() {
    ApprovalRequest denied = request("disk", ApprovalState.DENIED, 3, BEN, BEN_TOO);
    threads.changed(asked, Optional.of(request("disk", ApprovalState.PENDING, 1, BEN)));
    threads.changed(asked.become(DisasterState.DENIED, NOON).withVersion(1), Optional.of(denied));
    threads.changed(asked, Optional.of(request("disk", ApprovalState.APPROVED, 2, BEN, BEN_TOO)));
    threads.stands(asked, Optional.of(request("disk", ApprovalState.APPROVED, 2, BEN, BEN_TOO)));

    assertThat(headlines).hasSize(2);
    assertThat(last().title()).startsWith("DENIED:");
    assertThat(last().lines()).contains("Why, as it was typed:", "> 1. stop nothing");
  }

  @Test
  void anOlderVoteIsNotShownAfterANewerOne() {
    threads.changed(asked, Optional.of(request("disk", ApprovalState.PENDING, 2, BEN)));
    threads.changed(asked, Optional.of(request("disk", ApprovalState.PENDING, 0)));
    assertThat(headlines).hasSize(1);
  }

  @Test
  void namesThatLookAlikeAreShownWithTheirIds() {
    threads.changed(asked, Optional.of(request("disk", ApprovalState.APPROVED, 2, BEN, BEN_TOO)));
    assertThat(last().fields().toString())
        .contains("Ben (slack:U2)", BEN_TOO.name() + " (slack:U9)", "Asha")
        .doesNotContain("Asha (");
  }
}
