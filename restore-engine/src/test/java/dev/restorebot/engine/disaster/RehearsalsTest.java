package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers;
import dev.restorebot.engine.disaster.rehearsal.RehearsalServices;
import dev.restorebot.engine.disaster.rehearsal.RehearsalSettings;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.disaster.rehearsal.ServiceLimits;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalsTest {
  private static final Problem FULL =
      new Problem(ProblemCode.DISK_FULL, "The disk is full.", "Free space.");

  /** Rehearses with a backup whose verification ends so. */
  private static Rehearsal rehearse(List<CheckResult> checks) throws Exception {
    NewVolumes.Filling filling = mock(NewVolumes.Filling.class);
    when(filling.sandbox()).thenReturn(mock(Sandbox.class));
    NewVolumes volumes = mock(NewVolumes.class);
    when(volumes.start(any(), any(), any())).thenReturn(filling);
    Verification found = new Verification(checks, List.of());
    Restorer restorer =
        (backup, progress, cancellation) ->
            (server, told, stop) -> (restored, listener, end) -> found;
    RehearsalContainers containers = mock(RehearsalContainers.class);
    try (StateDatabase state = StateDatabase.inMemory()) {
      Rehearsal ended =
          new Rehearsals(
                  new JdbcRehearsalStore(state),
                  new Rehearsals.Parts(
                      restorer,
                      volumes,
                      mock(NewUploads.class),
                      production -> mock(RehearsalServices.class),
                      containers,
                      mock(DatabaseProbe.class),
                      new ChecklistSettings(
                          List.of(),
                          Optional.empty(),
                          ChecklistSettings.ERRORS,
                          List.of(),
                          Optional.empty(),
                          Duration.ofSeconds(1)),
                      RehearsalSettings.DEFAULT,
                      new ServiceLimits(1, 1, 1)),
                  InstantSource.system())
              .run(
                  "zenops",
                  SampleDisasters.asked("aaa111", "zenops").plan(),
                  told -> {},
                  Cancellation.none());
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
                CheckResult.failed("tables", "3 are missing", "Tables are missing.", "Look.")));

    assertThat(ended.outcome()).contains(Outcome.FAILED);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo(ProblemCode.CHECK_FAILED);
  }
}
