package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.state.StateDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when somebody starts services while a restore waits for go. */
class StoppedServicesTest {
  private final ServiceControl services = mock(ServiceControl.class);
  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private final DisasterEvents events = mock(DisasterEvents.class);
  private final List<String> said = new ArrayList<>();
  private final StateDatabase state = StateDatabase.inMemory();
  private final JdbcAuditLog audit = new JdbcAuditLog(state);

  @BeforeEach
  void apiRunsAgain() throws Exception {
    when(services.running()).thenReturn(List.of("api", "db"));
    doAnswer(call -> said.add(call.getArgument(1))).when(events).trouble(any(), any());
  }

  @AfterEach
  void close() {
    state.close();
  }

  private void enforce(PlanOptions.Stop stop, PlanOptions.Swap swap) throws Exception {
    new StoppedServices(
            new DisasterRun.Tools(
                null, null, null, null, null, project -> services, probe, null, null),
            audit,
            events,
            InstantSource.fixed(Instant.EPOCH))
        .enforce(
            SampleDisasters.asked(
                "aaa111", "zenops", new PlanOptions(stop, swap, false, AfterSwap.DEFAULT)));
  }

  @Test
  void aServiceThatRunsAgainIsStoppedAgainAndNamed() throws Exception {
    enforce(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK);

    verify(services).stop(List.of("api"));
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("Somebody started api after the restore had stopped it");
    assertThat(audit.entries(0, 10))
        .singleElement()
        .satisfies(entry -> assertThat(entry.toString()).contains("disaster.stopped-again", "api"));
  }

  @Test
  void whileNoneRunsNothingIsSaid() throws Exception {
    when(services.running()).thenReturn(List.of("db"));
    enforce(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK);

    verify(services, never()).stop(any());
    assertThat(said).isEmpty();
  }

  @Test
  void servicesThatStopOnlyForTheSwapMayRun() throws Exception {
    enforce(PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.ASK);

    verify(services, never()).stop(any());
  }

  @Test
  void afterASwapByHandTheyMayRunOnTheNewVolume() throws Exception {
    when(probe.mountedVolume(any())).thenReturn("zenops_postgres_data");
    enforce(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.MANUAL);
    verify(services).stop(List.of("api"));

    when(probe.mountedVolume(any())).thenReturn("zenops_postgres_data_restored_20261124_120000");
    enforce(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.MANUAL);
    assertThat(said).hasSize(1);
  }

  /** Then the caller does not swap either. */
  @Test
  void whatCannotBeStoppedIsNotReportedAsStopped() throws Exception {
    doThrow(new Problem(ProblemCode.COMPOSE_FAILED, "no", "x").exception())
        .when(services)
        .stop(any());

    assertThatThrownBy(() -> enforce(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK))
        .hasMessageContaining("no");
    assertThat(said).isEmpty();
  }
}
