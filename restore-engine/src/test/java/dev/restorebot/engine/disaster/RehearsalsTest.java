package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers;
import dev.restorebot.engine.disaster.rehearsal.RehearsalPlanning;
import dev.restorebot.engine.disaster.rehearsal.RehearsalServices;
import dev.restorebot.engine.disaster.rehearsal.RehearsalSettings;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RehearsalsTest {
  private static final Problem FULL =
      new Problem(ProblemCode.DISK_FULL, "The disk is full.", "Free space.");

  private static final RehearsalContainers.Production ROOMY =
      new RehearsalContainers.Production(Set.of(), 1, 2);

  private static void await(Cancellation cancellation) throws InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (Cancellation.Registration ignored = cancellation.onCancel(cancelled::countDown)) {
      cancelled.await();
    }
    cancellation.check();
  }

  /** Rehearses with a backup whose verification ends so. */
  private static Rehearsal rehearse(List<CheckResult> checks) throws Exception {
    return rehearse(checks, ROOMY, Duration.ofHours(1));
  }

  private static Rehearsal rehearse(
      List<CheckResult> checks, RehearsalContainers.Production production, Duration timeout)
      throws Exception {
    NewVolumes.Filling filling = mock(NewVolumes.Filling.class);
    when(filling.sandbox()).thenReturn(mock(Sandbox.class));
    NewVolumes volumes = mock(NewVolumes.class);
    when(volumes.start(any(), any(), any()))
        .thenAnswer(
            call -> {
              if (timeout.isZero()) { // only the deadline ends it
                await((Cancellation) call.getArgument(2));
              }
              return filling;
            });
    Verification found = new Verification(checks, List.of());
    Restorer restorer =
        (backup, progress, cancellation) ->
            (server, told, stop) -> (restored, listener, end) -> found;
    RehearsalServices services = mock(RehearsalServices.class);
    when(services.resolve())
        .thenReturn(
            new ObjectMapper()
                .readTree(
                    "{\"name\":\"zenops\",\"services\":{\"db\":{\"image\":\"postgres:15\"},"
                        + "\"api\":{\"image\":\"api\"}}}"));
    when(services.image(any())).thenReturn(Optional.of("sha256:1"));
    RehearsalContainers containers = mock(RehearsalContainers.class);
    when(containers.look(any(), any(), any())).thenReturn(production);
    try (StateDatabase state = StateDatabase.inMemory()) {
      Rehearsals rehearsals =
          new Rehearsals(
              new JdbcRehearsalStore(state),
              RehearsalParts.of(
                  restorer,
                  volumes,
                  services,
                  containers,
                  new RehearsalSettings(Set.of(), Map.of(), timeout, Optional.empty())),
              InstantSource.system());
      Rehearsal ended =
          new Planned(SampleDisasters.asked("aaa111", "zenops").plan())
              .run(rehearsals, "zenops", told -> {});
      verify(containers).remove(any(), any());
      assertThat(new JdbcRehearsalStore(state).open()).isEmpty();
      return ended;
    }
  }

  @Test
  void aFaultOfTheEnvironmentOutweighsTheChecksThatItBroke() throws Exception {
    Rehearsal ended =
        rehearse(
            List.of(
                CheckResult.unknown("restore-errors", "the disk is full", List.of(FULL)),
                CheckResult.failed("tables", "3 are missing", "Tables are missing.", "Look.")));

    assertThat(ended.outcome()).contains(Outcome.COULD_NOT_VERIFY);
    assertThat(ended.problem()).contains(FULL);
    assertThat(ended.services()).isEmpty();
  }

  @Test
  void aBrokenBackupIsFailedForWhatIsWrongAndNotForItsWarnings() throws Exception {
    Rehearsal ended =
        rehearse(
            List.of(
                CheckResult.passed("restore-errors", "no errors"),
                CheckResult.warning("collations", "old", "They are old.", "Reindex."),
                CheckResult.unknown("encoding", "not known", "Look."),
                CheckResult.failed("tables", "3 are missing", "Tables are missing.", "Look.")));

    assertThat(ended.outcome()).contains(Outcome.FAILED);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo(ProblemCode.CHECK_FAILED);
  }

  @Test
  void aMachineWithoutMemoryIsToldBeforeAnythingIsRestored() throws Exception {
    Rehearsal ended =
        rehearse(
            List.of(CheckResult.failed("tables", "3 are missing", "Tables are missing.", "Look.")),
            new RehearsalContainers.Production(Set.of(), 3L << 30, 1L << 30),
            Duration.ofHours(1));

    assertThat(ended.outcome()).contains(Outcome.COULD_NOT_VERIFY);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo(ProblemCode.OUT_OF_MEMORY);
    assertThat(ended.problem().orElseThrow().message()).contains("use 3.2 GB, and 1.1 GB are free");
    assertThat(ended.checks()).isEmpty();
  }

  @Test
  void readingTheBackupCountsTowardsTheTimeLimit() throws Exception {
    DisasterPlan plan = SampleDisasters.asked("aaa111", "zenops").plan();
    RehearsalPlanning reads = mock(RehearsalPlanning.class);
    try (StateDatabase state = StateDatabase.inMemory()) {
      when(reads.newId()).thenReturn("aaa111");
      when(reads.plan(any(), any(), any(), any()))
          .thenAnswer(
              call -> {
                await((Cancellation) call.getArgument(3));
                return plan;
              });
      Rehearsals rehearsals =
          new Rehearsals(
              new JdbcRehearsalStore(state),
              RehearsalParts.of(
                  mock(Restorer.class),
                  mock(NewVolumes.class),
                  mock(RehearsalServices.class),
                  mock(RehearsalContainers.class),
                  new RehearsalSettings(Set.of(), Map.of(), Duration.ZERO, Optional.empty())),
              InstantSource.system());

      assertThatThrownBy(
              () ->
                  rehearsals.run("zenops", reads, Planned.BACKUP, told -> {}, Cancellation.none()))
          .hasMessageContaining("did not finish within");
      assertThat(new JdbcRehearsalStore(state).recent(Optional.empty(), 9)).isEmpty();
    }
  }

  @Test
  void aRehearsalThatTakesTooLongIsEndedAndAccusesNobody() throws Exception {
    Rehearsal ended = rehearse(List.of(), ROOMY, Duration.ZERO);

    assertThat(ended.outcome()).contains(Outcome.COULD_NOT_VERIFY);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo(ProblemCode.TIMED_OUT);
    assertThat(ended.problem().orElseThrow().hint()).contains("disaster.rehearse-timeout");
  }
}
