package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of disaster restores whose undoing failed. */
class FailedRollbacksTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:00:00Z");
  private static final String OLD = "zenops_postgres_data";
  private static final String NEW = "zenops_postgres_data_restored_20261124_120000";

  private final JdbcDisasterStore store = JdbcDisasterStore.inMemory();
  private final Approvals approvals = mock(Approvals.class);
  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private final ServiceControl services = mock(ServiceControl.class);
  private final Swap swap = mock(Swap.class);
  private final AuditLog audit = mock(AuditLog.class);
  private final DisasterEvents events = mock(DisasterEvents.class);
  private final FailedRollbacks failed =
      new FailedRollbacks(
          store,
          approvals,
          new DisasterRun.Tools(
              null, null, null, null, swap, project -> services, probe, null, null),
          audit,
          events,
          InstantSource.fixed(NOW));

  @BeforeEach
  void nothingRuns() throws Exception {
    when(approvals.find(any())).thenReturn(Optional.empty());
    when(services.running()).thenReturn(List.of("db"));
    when(probe.storage(any())).thenReturn(NEW);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void servicesThatAPersonStartedAreNoLongerDown() throws Exception {
    Disaster down = failed("first", true);
    failed.look();
    assertThat(stored(down).servicesDownSince()).hasValue(NOW);

    when(services.running()).thenReturn(List.of("api", "db"));
    failed.look();
    failed.look();
    assertThat(stored(down).servicesDownSince()).isEmpty();
    verify(events, times(1)).note(any(), contains("The services run again: api."));
  }

  @Test
  void servicesThatProgramsStartAreAskedForByThem() throws Exception {
    when(services.running()).thenReturn(List.of("api", "db"));
    Disaster down = failed(commanded("stopped", "false"), true);
    Disaster up = failed(commanded("started", "true"), true);
    failed.look();
    assertThat(stored(down).servicesDownSince()).hasValue(NOW);
    assertThat(stored(up).servicesDownSince()).isEmpty();
  }

  @Test
  void servicesThatOnlyPeopleCanSeeStayAsPeopleSaid() throws Exception {
    when(services.running()).thenReturn(List.of("api", "db"));
    ServiceSettings byHand = new ServiceSettings(ServiceSettings.Kind.CHECKLIST, List.of());
    Disaster down =
        failed(SampleDisasters.asked("first", "zenops", PlanOptions.DEFAULT.with(byHand)), true);
    failed.look();
    assertThat(stored(down).servicesDownSince()).hasValue(NOW);
  }

  private static Disaster commanded(String id, String running) {
    ServiceSettings commands =
        new ServiceSettings(
            ServiceSettings.Kind.COMMANDS,
            List.of(
                new ServiceSettings.Commands(
                    "api",
                    List.of("false"),
                    List.of("false"),
                    List.of(running),
                    Duration.ofSeconds(30))));
    return SampleDisasters.asked(id, "zenops", PlanOptions.DEFAULT.with(commands));
  }

  @Test
  void theOverrideFileThatTheWayBackRemovedIsPutBackOnce() throws Exception {
    Disaster stuck = failed("first", true);
    when(swap.nameAgain(any(), any(), any())).thenReturn(true);
    doThrow(new Problem(ProblemCode.TARGET_NOT_FOUND, "down", "up").exception())
        .when(services)
        .running();
    failed.look();
    verify(swap, never()).nameAgain(any(), any(), any());

    reset(services);
    when(services.running()).thenReturn(List.of("db"));
    failed.look();
    failed.look();
    verify(swap, times(1)).nameAgain(any(), any(), any());
    verify(events, times(1)).trouble(any(), contains("returns to the old volume"));
    assertThat(stored(stuck).progress().leftOn()).hasValue(NEW);
  }

  @Test
  void onTheOldVolumeNothingIsWritten() throws Exception {
    Disaster stuck = failed("first", true);
    when(probe.storage(any())).thenReturn(OLD);
    failed.look();
    verify(swap, never()).nameAgain(any(), any(), any());
    assertThat(stored(stuck).progress().leftOn()).hasValue(OLD);
  }

  @Test
  void noStorageIsNotTakenForTheOneToWatch() throws Exception {
    Disaster stuck = failed("first", true);
    when(probe.storage(any())).thenReturn("");
    failed.look();
    assertThat(stored(stuck).progress().leftOn()).isEmpty();

    when(probe.storage(any())).thenReturn(NEW);
    failed.look();
    assertThat(stored(stuck).progress().leftOn()).hasValue(NEW);
  }

  @Test
  void oneThatANewerSwapFollowedIsLeftAlone() throws Exception {
    Disaster older = failed("older", true);
    failed("newer", true);
    failed.look();
    assertThat(stored(older).progress().leftOn()).isEmpty();
  }

  @Test
  void nothingIsLookedAtWhileANewerRestoreIsAtWork() throws Exception {
    Disaster stuck = failed("first", true);
    Disaster newer = SampleDisasters.asked("second", "zenops");
    assertThat(store.insert(newer)).isTrue();
    assertThat(store.update(newer.become(DisasterState.PREPARING, NOW))).isPresent();
    failed.look();
    assertThat(stored(stuck).progress().leftOn()).isEmpty();
    verify(services, never()).running();
  }

  /** Before the swap there is no file of ours. */
  @Test
  void oneThatFailedBeforeTheSwapHasNoVolumeToWatch() throws Exception {
    Disaster early = failed("first", false);
    failed.look();
    assertThat(stored(early).progress().leftOn()).isEmpty();
    verify(probe, never()).storage(any());
  }

  private Disaster stored(Disaster disaster) {
    return store.find(disaster.id()).orElseThrow();
  }

  private Disaster failed(String id, boolean swapped) {
    return failed(SampleDisasters.asked(id, "zenops"), swapped);
  }

  private Disaster failed(Disaster asked, boolean swapped) {
    Disaster now = asked;
    assertThat(store.insert(now)).isTrue();
    Disaster.Done done = now.progress().withRan(List.of("api")).withStop(NOW);
    now = now.with(swapped ? done.withSwap(Optional.empty()) : done);
    return store
        .update(
            now.become(DisasterState.PREPARING, NOW)
                .become(DisasterState.ROLLING_BACK, NOW)
                .become(DisasterState.FAILED, NOW))
        .orElseThrow();
  }
}
