package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.testrestore.PassedTest;
import dev.restorebot.engine.testrestore.TestHistory;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanNotesTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Backup CHOSEN = backup("chosen.dump", 0);

  private final DatabaseProbe probe = mock(DatabaseProbe.class);

  private static Backup backup(String name, int hoursLater) {
    return new Backup(
        name,
        Path.of("/b", name),
        7,
        NOON.plus(Duration.ofHours(hoursLater)),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private List<String> notes(List<Backup> shelf, Tested... tests) {
    TestHistory history =
        new TestHistory() {
          @Override
          public Optional<PassedTest> newest(String sha256) {
            return Optional.empty();
          }

          @Override
          public List<Tested> tested() {
            return List.of(tests);
          }
        };
    return new PlanNotes(probe, history, () -> shelf, plan -> List.of())
        .of(SampleDisasters.asked("k3m9x2", "zenops").plan(), CHOSEN);
  }

  @Test
  void namesThreeNewerBackupsWithTheirLastTestAndCountsTheOthers() {
    List<Backup> shelf =
        IntStream.rangeClosed(-1, 5)
            .mapToObj(hour -> hour == 0 ? CHOSEN : backup("h" + hour + ".dump", hour))
            .toList();

    assertThat(
            notes(
                shelf,
                new Tested("/b/h5.dump", Outcome.FAILED, NOON.plus(Duration.ofHours(6))),
                new Tested("/b/h4.dump", Outcome.PASSED, NOON.plus(Duration.ofHours(6))),
                new Tested("/b/h3.dump", Outcome.PASSED, NOON)))
        .containsExactly(
            "NEWER BACKUPS that this plan does not use: 5",
            "- h5.dump: 5 h newer, its last test FAILED",
            "- h4.dump: 4 h newer, its last test passed",
            "- h3.dump: 3 h newer, never tested",
            "- and 2 more");
  }

  @Test
  void saysWhoIsConnectedAndWhatRunsByItself() throws Exception {
    when(probe.query(any(), contains("pg_stat_activity")))
        .thenReturn(List.of(List.of("api", "zenops", "9"), List.of("pgAdmin 4 - DB", "asha", "1")));
    when(probe.query(any(), contains("to_regclass"))).thenReturn(List.of(List.of("1")));
    when(probe.query(any(), contains("FROM cron.job"))).thenReturn(List.of(List.of("2")));

    assertThat(notes(List.of(CHOSEN)))
        .containsExactly(
            "Connected now: 10 connections (api as zenops: 9, pgAdmin 4 - DB as asha: 1). The swap"
                + " ends them; after it they see the data of the backup.",
            "Cron jobs (pg_cron): 2 active. After the swap the jobs of the backup run instead.");
  }

  @Test
  void failsNoPlanWhenTheServerDoesNotAnswer() throws Exception {
    ProblemException gone = Preflight.problem("No container.", "");
    when(probe.query(any(), any())).thenThrow(gone);

    assertThat(notes(List.of())).isEmpty();
  }
}
