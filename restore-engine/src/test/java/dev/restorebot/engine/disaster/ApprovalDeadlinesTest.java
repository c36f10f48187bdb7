package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.approval.Approvals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reminders of a decision that people forget while production is down. */
class ApprovalDeadlinesTest {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private final DisasterStore store = mock(DisasterStore.class);
  private final DisasterEvents events = mock(DisasterEvents.class);
  private final List<String> said = new ArrayList<>();
  private Instant now = START;

  @BeforeEach
  void listen() {
    doAnswer(
            call ->
                said.add(
                    call.getArgument(1, String.class)
                        + (call.getArgument(2, Boolean.class) ? " escalated" : "")))
        .when(events)
        .reminder(any(), any(), anyBoolean());
  }

  private ApprovalDeadlines process() {
    return new ApprovalDeadlines(
        store,
        mock(Approvals.class),
        mock(DisasterWorker.class),
        mock(StoppedServices.class),
        mock(ContentsObserver.class),
        events,
        () -> now);
  }

  private void awaitsGo(List<String> stopped) {
    awaits(DisasterState.AWAITING_GO, stopped);
  }

  private void awaits(DisasterState state, List<String> stopped) {
    Disaster asked = SampleDisasters.asked("d1a2b3", "zenops");
    when(store.open())
        .thenReturn(
            List.of(
                new Disaster(
                    asked.id(),
                    state,
                    asked.requestedBy(),
                    asked.reason(),
                    asked.origin(),
                    asked.approval(),
                    asked.settings(),
                    asked.plan(),
                    asked.progress().withRan(stopped).withStop(START.minusSeconds(1200)),
                    asked.problem(),
                    asked.checks(),
                    START,
                    1)));
  }

  private void after(ApprovalDeadlines deadlines, int minutes) {
    now = START.plus(Duration.ofMinutes(minutes));
    deadlines.look();
    deadlines.look();
  }

  @Test
  void whileServicesAreStoppedEachFiveMinutesHaveOneReminder() {
    awaitsGo(List.of("api"));
    try (ApprovalDeadlines deadlines = process()) {
      after(deadlines, 4);
      assertThat(said).isEmpty();
      after(deadlines, 5);
      after(deadlines, 9);
      after(deadlines, 21);
    }
    assertThat(said)
        .containsExactly(
            "Waiting for go or no-go for 5 min. The services have been stopped for 25 min.",
            "Waiting for go or no-go for 21 min. The services have been stopped for 41 min."
                + " escalated");
  }

  @Test
  void whileServicesRunEachHalfHourHasOne() {
    awaitsGo(List.of());
    try (ApprovalDeadlines deadlines = process()) {
      after(deadlines, 29);
      after(deadlines, 31);
    }
    assertThat(said).containsExactly("Waiting for go or no-go for 31 min.");
  }

  @Test
  void whileDataThatFailedACheckIsUsedEachFiveMinutesHaveOne() {
    awaitsGo(List.of());
    try (ApprovalDeadlines deadlines = process()) {
      after(deadlines, 31);
      awaits(DisasterState.AWAITING_KEEP, List.of());
      after(deadlines, 6);
    }
    assertThat(said.get(1))
        .isEqualTo(
            "Waiting for keep or roll back for 6 min. The application uses the restored data"
                + " although a check failed.");
  }

  @Test
  void aRestartRemindsAtOnceOfWhatIsDue() {
    awaitsGo(List.of("api"));
    try (ApprovalDeadlines first = process()) {
      after(first, 6);
    }
    try (ApprovalDeadlines second = process()) {
      after(second, 7);
    }
    assertThat(said).hasSize(2);
  }
}
