package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.HandWork;
import dev.restorebot.engine.disaster.LostSwap;
import dev.restorebot.engine.disaster.Observations;
import dev.restorebot.engine.disaster.SampleDisasters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisasterStatusTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Disaster ASKED = SampleDisasters.asked("abc234", "zenops");

  private static String status(
      Disaster asked, DisasterState state, boolean swapBegan, Optional<LostSwap> lost) {
    return status(asked, state, swapBegan, lost, Optional.empty());
  }

  private static String status(
      Disaster asked,
      DisasterState state,
      boolean swapBegan,
      Optional<LostSwap> lost,
      Optional<HandWork> handWork) {
    Disaster disaster =
        new Disaster(
            asked.id(),
            state,
            asked.requestedBy(),
            asked.reason(),
            asked.origin(),
            asked.approval(),
            asked.settings(),
            asked.plan(),
            new Disaster.Done(
                List.of(),
                swapBegan,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                lost,
                handWork,
                Optional.empty(),
                List.of(),
                Observations.NONE,
                Optional.empty()),
            Optional.empty(),
            List.of(),
            NOON,
            0);
    return String.join("\n", DisasterStatus.lines(disaster, Optional.empty(), NOON));
  }

  @Test
  void aRollbackThatFailedCanBeRequestedAgain() {
    assertThat(status(ASKED, DisasterState.FAILED, true, Optional.empty()))
        .contains("run: restore-bot disaster rollback abc234 --as NAME --reason WHY --code");
    assertThat(status(ASKED, DisasterState.FAILED, false, Optional.empty()))
        .doesNotContain("rollback");
  }

  @Test
  void aFailedCheckHasACommandForEachWayThatThereIs() {
    assertThat(status(ASKED, DisasterState.AWAITING_KEEP, true, Optional.empty()))
        .contains("disaster keep abc234 --as NAME", "disaster abandon abc234 --as NAME");
    Disaster gone = SampleDisasters.during(SampleDisasters.outage(true), ASKED);
    assertThat(status(gone, DisasterState.AWAITING_KEEP, true, Optional.empty()))
        .contains("disaster keep abc234", "There is no rollback: the old volume")
        .doesNotContain("disaster abandon");
  }

  @Test
  void servicesToStartByHandHaveAWayBackOnlyIfThereIsOne() {
    Optional<HandWork> start =
        Optional.of(
            new HandWork(
                HandWork.Task.START, List.of("api"), DisasterState.STARTING_SERVICES, false));
    assertThat(status(ASKED, DisasterState.AWAITING_SERVICES, true, Optional.empty(), start))
        .contains("disaster services-started abc234", "disaster abandon abc234 --as NAME");
    Disaster gone = SampleDisasters.during(SampleDisasters.outage(true), ASKED);
    assertThat(status(gone, DisasterState.AWAITING_SERVICES, true, Optional.empty(), start))
        .contains("disaster services-started abc234", "There is no rollback: the old volume")
        .doesNotContain("disaster abandon");
  }

  @Test
  void aSwapThatSomebodyLostIsSaidWithWhatToDo() {
    assertThat(
            status(
                ASKED,
                DisasterState.DONE,
                true,
                Optional.of(new LostSwap("db", "zenops_postgres_data", NOON))))
        .contains("db of zenops is on the volume zenops_postgres_data", "What to do: ");
  }
}
