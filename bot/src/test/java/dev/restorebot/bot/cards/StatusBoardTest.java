package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Fact;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.LostSwap;
import dev.restorebot.engine.disaster.Observations;
import dev.restorebot.engine.disaster.RunbookStatus;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.Drills;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:00:00Z");
  private static final Optional<Drills.Next> DRILL =
      Optional.of(
          new Drills.Next("zenops", DrillKind.REHEARSAL, Instant.parse("2026-12-01T09:00:00Z")));

  private static Card board(Disaster... disasters) {
    return StatusBoard.of(
        Stream.empty(),
        List.of(disasters).stream()
            .map(each -> new StatusBoard.Restore(each, Optional.empty()))
            .toList(),
        DRILL,
        NOW);
  }

  @Test
  void servicesThatAreDownComeFirstWithSinceWhenAndForWhomTheyWait() {
    Card card =
        board(
            SampleDisasters.stopped(
                "aaa111", "zenops", NOW.minusSeconds(1500), DisasterState.AWAITING_GO));

    assertThat(card.tone()).isEqualTo(Tone.BAD);
    assertThat(card.title())
        .isEqualTo(
            "SERVICES DOWN: zenops/zenops for 25 min, waiting for a lead, to swap in or abandon");
    assertThat(card.fields().toString())
        .contains("api of zenops/zenops, since 2026-11-24 12:35 UTC (25 min)", "aaa111");
  }

  @Test
  void nothingIsDownOnceTheServicesWereStartedAgain() {
    assertThat(board(SampleDisasters.asked("aaa111", "zenops")).fields().toString())
        .doesNotContain("Services down");
  }

  @Test
  void aRunbookThatCouldNotBeWrittenIsSaidWithWhatToDo() {
    Card card =
        StatusBoard.withRunbooks(
            board(), Map.of("zenops", new RunbookStatus.Fault("The disk is full.", "Free space.")));

    assertThat(card.lines())
        .contains("Runbook of zenops: The disk is full. What to do: Free space.");
  }

  @Test
  void aQuietBoardSaysSoAndWhenTheNextDrillIs() {
    Card card = board();

    assertThat(card.tone()).isEqualTo(Tone.INFO);
    assertThat(card.title()).contains("Nothing waits");
    assertThat(card.fields().toString()).contains("zenops (rehearsal), 2026-12-01 09:00 UTC");
    assertThat(card.lines()).anyMatch(line -> line.contains("No backup has passed"));
  }

  private static Disaster in(String id, DisasterState state, Optional<LostSwap> lost) {
    Disaster asked = SampleDisasters.asked(id, "zenops");
    return new Disaster(
        id,
        state,
        asked.requestedBy(),
        asked.reason(),
        asked.origin(),
        asked.approval(),
        asked.settings(),
        asked.plan(),
        new Disaster.Done(
            List.of(),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            lost,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Observations.NONE,
            Optional.empty()),
        Optional.empty(),
        List.of(),
        NOW,
        0);
  }

  @Test
  void aFailedCheckWaitsForALead() {
    Card card = board(in("aaa111", DisasterState.AWAITING_KEEP, Optional.empty()));

    assertThat(card.tone()).isEqualTo(Tone.WARN);
    assertThat(card.title()).contains("a lead, to keep the restored data or roll back");
  }

  @Test
  void aSwapThatSomebodyLostIsShownUntilANewerOne() {
    Disaster lost =
        in(
            "aaa111",
            DisasterState.DONE,
            Optional.of(new LostSwap("db", "zenops_postgres_data", NOW)));
    Card card = board(lost);

    assertThat(card.tone()).isEqualTo(Tone.BAD);
    assertThat(card.title())
        .isEqualTo(
            "WRONG DATA: zenops/zenops is DONE, but the old volume zenops_postgres_data has been in"
                + " use since 2026-11-24 13:00 UTC");
    Card newer = board(in("bbb222", DisasterState.DONE, Optional.empty()), lost);
    assertThat(newer.title()).contains("Nothing waits");
    assertThat(newer.fields())
        .filteredOn(fact -> fact.value().contains("aaa111"))
        .extracting(Fact::label)
        .containsExactly("Kept"); // its old volume is still there
    assertThat(newer.fields().toString())
        .contains("Last disaster restore", "zenops/zenops: DONE", "`bbb222`");
  }
}
