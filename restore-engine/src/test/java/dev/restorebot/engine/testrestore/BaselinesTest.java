package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.MemoryJobStore;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Baseline;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Optional<Schema> SCHEMA = Optional.of(new Schema("ab", 17, Map.of()));

  private final MemoryJobStore store = new MemoryJobStore();
  private List<Long> timeline = List.of();
  private int jobs;

  private void run(String database, String backupTime, Outcome outcome, Optional<Schema> schema) {
    run(database, backupTime, outcome, schema, List.of());
  }

  private void run(
      String database,
      String backupTime,
      Outcome outcome,
      Optional<Schema> schema,
      List<Report.CheckFacts> checks) {
    String id = "job" + jobs++;
    Instant at = NOON.plus(Duration.ofMinutes(jobs));
    Report report =
        new Report(
            outcome,
            new Report.BackupFacts(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.of("custom"),
                Optional.empty(),
                Optional.of(database),
                Optional.empty(),
                Optional.of(Instant.parse(backupTime))),
            Optional.of(
                new Report.SandboxFacts("docker", "i", "c", "v", "jdbc:", Optional.empty())),
            Map.of(),
            List.of(),
            checks,
            List.of(),
            Optional.empty(),
            schema,
            Map.of(),
            List.of(),
            Optional.empty(),
            timeline);
    Job job =
        Job.queued(id, id, "/" + id, Actor.BOT, "o", at)
            .withOutcome(outcome, Optional.empty(), Optional.of(ReportJson.write(report)));
    var unused = store.insert(job, new JobEvent(id, at, "QUEUED", Actor.BOT, ""));
  }

  private Optional<String> of(String database, String backupTime) {
    return new Baselines(store)
        .of(
            new DatabaseIdentity("new", Optional.of(database), Optional.empty()),
            Optional.of(Instant.parse(backupTime)))
        .map(Baseline::backup);
  }

  @Test
  void itIsTheNewestPassedRunOfTheSameDatabase() {
    run("app", "2026-11-01T00:00:00Z", Outcome.PASSED, SCHEMA);
    run("app", "2026-11-02T00:00:00Z", Outcome.PASSED, SCHEMA);
    run("app", "2026-11-03T00:00:00Z", Outcome.FAILED, SCHEMA);
    run("other", "2026-11-03T00:00:00Z", Outcome.PASSED, SCHEMA);

    assertThat(of("app", "2026-11-04T00:00:00Z")).contains("job1");
    assertThat(of("none", "2026-11-04T00:00:00Z")).isEmpty();
  }

  @Test
  void theTimelineIsThatOfTheNewestRestoreOfTheSameKind() {
    timeline = List.of(1L);
    run("app", "2026-11-01T00:00:00Z", Outcome.PASSED, SCHEMA);
    timeline = List.of(2L);
    run("app", "2026-11-02T00:00:00Z", Outcome.FAILED, SCHEMA);
    timeline = List.of();
    run("app", "2026-11-03T00:00:00Z", Outcome.COULD_NOT_VERIFY, Optional.empty());
    timeline = List.of(3L);
    run("other", "2026-11-04T00:00:00Z", Outcome.PASSED, SCHEMA);

    assertThat(timeline("app", "docker", ArchiveFormat.CUSTOM)).containsExactly(2L);
    assertThat(timeline("app", "embedded", ArchiveFormat.CUSTOM)).isEmpty();
    assertThat(timeline("app", "docker", ArchiveFormat.PLAIN)).isEmpty();
    assertThat(timeline("none", "docker", ArchiveFormat.CUSTOM)).isEmpty();
  }

  private List<Long> timeline(String database, String runtime, ArchiveFormat format) {
    DatabaseIdentity identity =
        new DatabaseIdentity("new", Optional.of(database), Optional.empty());
    return new Baselines(store).restoreTimeline(identity, runtime, format);
  }

  @Test
  void aRunThatHadLostKeysIsNoMeasure() {
    run("app", "2026-11-01T00:00:00Z", Outcome.PASSED, SCHEMA);
    run(
        "app",
        "2026-11-02T00:00:00Z",
        Outcome.PASSED,
        SCHEMA,
        List.of(new Report.CheckFacts("schema-drift", "warning", "gone: index public.i")));

    assertThat(of("app", "2026-11-04T00:00:00Z")).contains("job0");
  }

  @Test
  void aNewerBackupIsNoMeasureForAnOlderOne() {
    run("app", "2026-11-01T00:00:00Z", Outcome.PASSED, SCHEMA);
    run("app", "2026-11-09T00:00:00Z", Outcome.PASSED, SCHEMA);

    assertThat(of("app", "2026-11-05T00:00:00Z")).contains("job0");
    assertThat(of("app", "2026-10-01T00:00:00Z")).isEmpty();
  }

  @Test
  void backupsOfUnknownDatabasesAreComparedOnlyWithThoseNamedAlike() {
    run("restored", "2026-11-01T00:00:00Z", Outcome.PASSED, SCHEMA);
    Instant later = Instant.parse("2026-11-05T00:00:00Z");

    assertThat(new Baselines(store).of(unknown("job7"), Optional.of(later))).isPresent();
    assertThat(new Baselines(store).of(unknown("other7"), Optional.of(later))).isEmpty();
  }

  private static DatabaseIdentity unknown(String backup) {
    return new DatabaseIdentity(backup, Optional.empty(), Optional.empty());
  }

  @Test
  void oneThatLookedAtTheSchemaComesFirst() {
    run("app", "2026-11-01T00:00:00Z", Outcome.PASSED, SCHEMA);
    run("app", "2026-11-02T00:00:00Z", Outcome.PASSED, Optional.empty());
    run("quick", "2026-11-02T00:00:00Z", Outcome.PASSED, Optional.empty());

    assertThat(of("app", "2026-11-05T00:00:00Z")).contains("job0");
    assertThat(of("quick", "2026-11-05T00:00:00Z")).contains("job2");
  }
}
