package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.RehearsalNotes;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.SampleRehearsals;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalNotesTest {
  private final StateDatabase state = StateDatabase.inMemory();
  private final RehearsalStore store = new JdbcRehearsalStore(state);
  private final DisasterPlan plan = SampleDisasters.asked("aaa111", "shop").plan();

  @AfterEach
  void close() {
    state.close();
  }

  private void rehearsed(String id, Duration ago, Outcome outcome) {
    Instant at = plan.createdAt().minus(ago);
    store.put(SampleRehearsals.ended(id, "shop", at, outcome, Optional.empty()));
  }

  private List<String> notes(Duration... within) {
    return new RehearsalNotes(store, "shop", List.of(within).stream().findFirst(), Optional.empty())
        .of(plan);
  }

  @Test
  void saysThatATargetWasNeverRehearsed() {
    assertThat(notes())
        .singleElement()
        .asString()
        .isEqualTo("No rehearsal has passed: the downtime is an estimate.");
  }

  @Test
  void saysNothingOfADatabaseInAServerWhichCannotBeRehearsed() {
    DisasterPlan server = mock(DisasterPlan.class, RETURNS_DEEP_STUBS);
    when(server.target().address()).thenReturn(Optional.of(mock(ServerAddress.class)));
    Optional<Duration> within = Optional.of(Duration.ofDays(90));

    assertThat(new RehearsalNotes(store, "shop", within, Optional.empty()).of(server)).isEmpty();
  }

  @Test
  void saysTheMeasuredDowntimeByThePlansPolicy() {
    rehearsed("bbb111", Duration.ofDays(3), Outcome.PASSED);

    String down = plan.options().stop() == PlanOptions.Stop.BEFORE_RESTORE ? "6 min 40 s" : "30 s";
    assertThat(notes())
        .singleElement()
        .asString()
        .startsWith(
            "Last passed rehearsal: "
                + plan.createdAt().minus(Duration.ofDays(3)).toString().substring(0, 10))
        .endsWith(". It measured a downtime of " + down + "; 2 checks of the application passed.");
  }

  @Test
  void comparesTheMeasuredDowntimeWithTheRtoOfTheMoment() {
    rehearsed("bbb111", Duration.ofDays(3), Outcome.PASSED);
    boolean whole = plan.options().stop() == PlanOptions.Stop.BEFORE_RESTORE;
    Duration down = whole ? Duration.ofSeconds(400) : Duration.ofSeconds(30);

    assertThat(noted(down)).contains(", within the RTO of " + Durations.text(down) + "; 2 checks");
    assertThat(noted(down.minusSeconds(20))).contains(", 20 s over the RTO of ");
  }

  private String noted(Duration rto) {
    return new RehearsalNotes(store, "shop", Optional.empty(), Optional.of(rto)).of(plan).get(0);
  }

  @Test
  void marksATargetWhoseLastPassIsTooOld() {
    rehearsed("bbb111", Duration.ofDays(91), Outcome.PASSED);

    assertThat(notes(Duration.ofDays(92))).hasSize(1);
    assertThat(notes(Duration.ofDays(90)).get(0))
        .isEqualTo(
            "NO REHEARSAL PASSED in the last 90 days (`disaster.require-rehearsed-within`).");
  }

  @Test
  void saysInOneLineThatNoneEverPassed() {
    assertThat(notes(Duration.ofDays(90)))
        .containsExactly(
            "NO REHEARSAL PASSED in the last 90 days (`disaster.require-rehearsed-within`).");
  }

  @Test
  void aFailureDoesNotCountAndIsNamedUntilOnePasses() {
    rehearsed("bbb111", Duration.ofDays(2), Outcome.FAILED);
    rehearsed("bbb222", Duration.ofDays(1), Outcome.COULD_NOT_VERIFY);

    assertThat(notes(Duration.ofDays(90)))
        .anyMatch(line -> line.startsWith("NO REHEARSAL PASSED"))
        .anyMatch(
            line -> line.startsWith("LAST REHEARSAL FAILED") && line.endsWith("The login fails."));

    rehearsed("bbb333", Duration.ofHours(1), Outcome.PASSED);
    assertThat(notes(Duration.ofDays(90)))
        .singleElement()
        .asString()
        .startsWith("Last passed rehearsal");
  }
}
