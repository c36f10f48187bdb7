package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Plans and runs for a server that does not run. */
class OutageTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final PlanOptions OPTIONS = PlanOptions.DEFAULT;
  private static final Disaster RUNNING = SampleDisasters.asked("aaa111", "zenops", OPTIONS);
  private static final Disaster STOPPED =
      SampleDisasters.during(SampleDisasters.outage(false), RUNNING);
  private static final Disaster GONE =
      SampleDisasters.during(SampleDisasters.outage(true), RUNNING);

  private final Swap swap = mock(Swap.class);
  private final ServiceControl services = mock(ServiceControl.class);
  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private final Checklist checklist = mock(Checklist.class);
  private final DisasterRun.Tools tools =
      new DisasterRun.Tools(
          mock(Planner.class),
          mock(Restorer.class),
          mock(NewVolumes.class),
          mock(NewUploads.class),
          swap,
          any -> services,
          probe,
          checklist,
          mock(TargetLock.class));

  @Test
  void planSaysWhereEachFactIsFromAndHowOldItIs() {
    assertThat(STOPPED.plan().lines(NOON))
        .containsSubsequence(
            "The service db has no container. What this plan is based on:",
            "- Roles and passwords: remembered 14 h ago, because the server does not run.",
            "- Image, command and volume: the project's Compose files.")
        .noneMatch(line -> line.contains("NO WAY BACK"))
        .anyMatch(line -> line.contains("Start api: nobody knows which of them ran."));
  }

  @Test
  void planWithoutTheOldVolumeSaysFirstThatThereIsNoWayBack() {
    assertThat(GONE.plan().lines(NOON).get(1))
        .isEqualTo(
            "NO WAY BACK: the old volume zenops_postgres_data no longer exists. This restore"
                + " cannot be rolled back.");
    assertThat(GONE.plan().lines(NOON)).noneMatch(line -> line.contains("(stays)"));
  }

  @Test
  void approvalIsForTheFactsAndNotForWhereTheyAreFromButForAWayBack() {
    assertThat(STOPPED.plan().fingerprint()).isEqualTo(RUNNING.plan().fingerprint());
    assertThat(GONE.plan().fingerprint()).isNotEqualTo(RUNNING.plan().fingerprint());
  }

  @Test
  void runbookAsksNoServerThatDoesNotRunAndHoldsNoPassword() {
    assertThat(RUNNING.plan().asRunbook())
        .contains("pg_dumpall --roles-only", "docker volume inspect");
    assertThat(STOPPED.plan().asRunbook())
        .contains(
            "docker volume inspect zenops_postgres_data",
            "CREATE ROLE reporter;\nALTER ROLE reporter WITH LOGIN;\n",
            "-it restore-by-hand psql -X -h 127.0.0.1 -U zenops -d postgres -c '\\password"
                + " reporter'",
            "\\password \"zenops\"",
            "# - Roles and passwords: remembered 14 h ago",
            " up -d --no-deps --no-build api")
        .doesNotContain("pg_dumpall");
    assertThat(GONE.plan().asRunbook())
        .contains("NO WAY BACK", "There is no way back")
        .doesNotContain(
            "docker volume inspect zenops_postgres_data >",
            "zenops_postgres_data:/from",
            "To roll back");
  }

  @Test
  void rolesOfARunbookHaveNoPasswords() {
    ServerGlobals globals =
        new ServerGlobals(
            List.of(
                "-- comment",
                "CREATE ROLE app;",
                "ALTER ROLE app WITH LOGIN PASSWORD 'SCRAM-SHA-256$4096:it''s' VALID UNTIL 'x';",
                "GRANT boss TO app;"),
            List.of(),
            Map.of());
    assertThat(globals.rolesWithoutPasswords())
        .containsExactly(
            "CREATE ROLE app;", "ALTER ROLE app WITH LOGIN VALID UNTIL 'x';", "GRANT boss TO app;");
    assertThat(globals.toString()).doesNotContain("SCRAM");
  }

  @Test
  void startsAllServicesOfThePlanWhenNobodyKnowsWhichRan() throws Exception {
    checked(CheckStatus.PASSED);
    assertThat(afterTheSwap(STOPPED).state()).isEqualTo(DisasterState.DONE);
    verify(services).startWithNeeded(List.of("api"), List.of("db"), STOPPED.plan().overrideFile());
  }

  @Test
  void keepsTheRestoredVolumeWhenACheckFailsAndThereIsNoWayBack() throws Exception {
    checked(CheckStatus.FAILED);
    Disaster ended = afterTheSwap(GONE);
    assertThat(ended.state()).isEqualTo(DisasterState.FAILED);
    assertThat(ended.problem().orElseThrow().message())
        .contains("readiness: no", "There is no way back", GONE.plan().newVolume())
        .doesNotContain("has not been touched");
    verify(services, never()).stop(any());
    verify(swap, never()).swapBack(any(), any(), any());
  }

  private void checked(CheckStatus status) {
    when(checklist.run(any(), any(), any(), any()))
        .thenReturn(
            List.of(
                new CheckResult(
                    "readiness",
                    status,
                    "as told",
                    status == CheckStatus.FAILED
                        ? List.of(new Problem(ProblemCode.CHECK_FAILED, "readiness: no", "look"))
                        : List.of())));
  }

  private Disaster afterTheSwap(Disaster asked) {
    try (JdbcDisasterStore store = JdbcDisasterStore.inMemory()) {
      Disaster now = swapped(asked).become(DisasterState.STARTING_SERVICES, NOON);
      assertThat(store.insert(now)).isTrue();
      return new DisasterRun(
              now, tools, store, each -> {}, InstantSource.fixed(NOON), Cancellation.none())
          .drive();
    }
  }

  private static Disaster swapped(Disaster asked) {
    Disaster at = asked;
    for (DisasterState next :
        List.of(
            DisasterState.PREPARING,
            DisasterState.STOPPING_SERVICES,
            DisasterState.CREATING_VOLUME,
            DisasterState.RESTORING,
            DisasterState.VERIFYING,
            DisasterState.AWAITING_GO,
            DisasterState.SWAPPING)) {
      at = at.become(next, NOON);
    }
    return at.with(at.progress().withSwap(Optional.empty()));
  }

  @Test
  void refusesARollbackWithoutTheOldVolumeWithThatReason() throws Exception {
    assertNoRollback(
        done(swapped(GONE)), "no way back: the old volume zenops_postgres_data was gone");
  }

  @Test
  void refusesARollbackToAVolumeThatWasDeletedByHandWithThatReason() throws Exception {
    Disaster done = SampleDisasters.swapped("aaa111", "zenops", NOON);
    assertNoRollback(
        done.with(done.observations().withGone(List.of("zenops_postgres_data"))),
        "no way back: zenops_postgres_data was deleted by hand");
  }

  private static Disaster done(Disaster swapped) {
    return swapped
        .become(DisasterState.STARTING_SERVICES, NOON)
        .become(DisasterState.CHECKING, NOON)
        .become(DisasterState.DONE, NOON);
  }

  private void assertNoRollback(Disaster done, String why) throws Exception {
    try (JdbcDisasterStore store = JdbcDisasterStore.inMemory()) {
      assertThat(store.insert(done)).isTrue();
      try (Disasters disasters =
          new Disasters(
              () -> mock(Preflight.class),
              store,
              mock(Approvals.class),
              mock(AuditLog.class),
              List::of,
              tools,
              mock(DisasterEvents.class),
              InstantSource.fixed(NOON),
              Executors.newSingleThreadExecutor())) {
        assertThatThrownBy(
                () ->
                    disasters.requestRollback(
                        "aaa111",
                        "too old",
                        new Actor("slack:U1", "Asha"),
                        new ChannelRef("slack", "T1", "C1"),
                        Optional.empty()))
            .hasMessageContaining(why);
      }
    }
  }
}
