package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.StateDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisasterWorkerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");

  private final ProblemException noDocker =
      Preflight.problem("Docker does not answer.", "Start Docker.");
  private final StateDatabase state = StateDatabase.inMemory();
  private final JdbcDisasterStore store = new JdbcDisasterStore(state);
  private final Approvals approvals = mock(Approvals.class);
  private final DisasterEvents events = mock(DisasterEvents.class);
  private final TargetLock lock = mock(TargetLock.class);
  private final Restorer restorer = mock(Restorer.class);
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final DisasterWorker worker =
      new DisasterWorker(
          store,
          approvals,
          new DisasterRun.Tools(
              mock(Planner.class),
              restorer,
              mock(NewVolumes.class),
              mock(NewUploads.class),
              mock(Swap.class),
              project -> mock(ServiceControl.class),
              mock(DatabaseProbe.class),
              mock(Checklist.class),
              lock),
          events,
          mock(StoppedServices.class),
          InstantSource.fixed(NOW),
          executor);

  @BeforeEach
  void theBackupCannotBeRead() throws Exception {
    when(restorer.read(any(), any(), any())).thenThrow(noDocker);
  }

  @AfterEach
  void close() {
    worker.close();
    state.close();
  }

  private Disaster stored(String id, DisasterState reached) {
    Disaster asked = SampleDisasters.asked(id, "zenops");
    assertThat(store.insert(asked)).isTrue();
    return store.update(asked.become(reached, NOW)).orElseThrow();
  }

  @Test
  void whatCannotTakeItsLockAfterARestartIsContinuedOnceItCan() throws Exception {
    Disaster left = stored("left", DisasterState.PREPARING);
    doThrow(noDocker).when(lock).take(any(), any());
    worker.resume(left);
    worker.retryBlocked();
    worker.settle();
    worker.retryBlocked();
    worker.settle();
    assertThat(store.find("left").orElseThrow().state()).isEqualTo(DisasterState.PREPARING);
    verify(events, times(1)).trouble(any(), contains("Docker does not answer"));

    doNothing().when(lock).take(any(), any());
    worker.retryBlocked();
    worker.settle();

    assertThat(store.find("left").orElseThrow().state().ended()).isTrue();
    verify(lock).release(any());
  }

  @Test
  void whatCouldNotBeStoredIsTriedAgain() throws Exception {
    Disaster left = stored("left", DisasterState.PREPARING);
    doThrow(new IllegalStateException("the state cannot be written"))
        .doNothing()
        .when(events)
        .changed(argThat(now -> now.state() == DisasterState.ROLLING_BACK), any());
    worker.resume(left);
    worker.settle();
    assertThat(store.find("left").orElseThrow().state()).isEqualTo(DisasterState.ROLLING_BACK);

    worker.retryBlocked();
    worker.settle();

    assertThat(store.find("left").orElseThrow().state().ended()).isTrue();
  }

  @Test
  void anotherOfTheSameStateFolderIsNotTakenForOneOfAnotherFolder() throws Exception {
    Disaster back = stored("back", DisasterState.PREPARING);
    for (DisasterState each :
        new DisasterState[] {
          DisasterState.CREATING_VOLUME,
          DisasterState.RESTORING,
          DisasterState.VERIFYING,
          DisasterState.SWAPPING,
          DisasterState.STARTING_SERVICES,
          DisasterState.CHECKING,
          DisasterState.DONE
        }) {
      back = store.update(back.become(each, NOW)).orElseThrow();
    }
    Disaster other = stored("other", DisasterState.PREPARING);
    assertThat(other.state().working()).isTrue();
    when(approvals.find(any())).thenReturn(Optional.empty());
    when(approvals.checkForExecution(any(), any()))
        .thenThrow(new RequestedDisasters.TargetHeldException("zenops/db"));

    worker.execute("back", false);
    worker.settle();

    verify(lock, never()).take(any(), any());
    verify(events).trouble(any(), contains("another disaster restore of zenops/db is in progress"));
  }
}
