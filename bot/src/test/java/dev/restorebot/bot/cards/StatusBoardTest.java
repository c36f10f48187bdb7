package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.drill.Drills;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:00:00Z");
  private static final Optional<Drills.Next> DRILL =
      Optional.of(new Drills.Next("zenops", Instant.parse("2026-12-01T09:00:00Z")));

  private static Card board(Disaster... disasters) {
    return StatusBoard.of(
        List.of(),
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
  void aQuietBoardSaysSoAndWhenTheNextDrillIs() {
    Card card = board();

    assertThat(card.tone()).isEqualTo(Tone.INFO);
    assertThat(card.title()).contains("Nothing waits");
    assertThat(card.fields().toString()).contains("zenops, 2026-12-01 09:00 UTC");
    assertThat(card.lines()).anyMatch(line -> line.contains("No backup has passed"));
  }
}
