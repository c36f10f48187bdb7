package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Jobs;
import dev.restorebot.engine.job.MemoryJobStore;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.WarmPolicy;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.RequiresDocker;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a process that dies leaves of warm servers, on a real engine. {@code WarmKilledIT} kills
 * real processes; the moments that it cannot hit are made here.
 */
@RequiresDocker
class WarmRecoveryIT {
  private static final Duration DAY = Duration.ofDays(1);

  private final Instant now = Instant.now();
  private final MemoryJobStore store = new MemoryJobStore();
  private final JobJournal journal = new JobJournal(store, () -> now);
  private final DockerSandboxProvider died =
      new DockerSandboxProvider(DockerSettings.withDefaults());
  private final DockerSandboxProvider next =
      new DockerSandboxProvider(DockerSettings.withDefaults());
  private final SandboxReaper reaper =
      new SandboxReaper(store, journal, next, this::settings, () -> now);

  private TestSettings settings() {
    return new TestSettings(
        store.owner(),
        1,
        DAY,
        Duration.ofHours(1),
        DAY,
        true,
        1,
        new LoginSettings(true, Duration.ofHours(4), "db1.example", OptionalInt.empty()),
        DiskLimits.DEFAULT,
        BackupNames.usual(ZoneOffset.UTC),
        Optional.empty(),
        database -> null);
  }

  @AfterEach
  void close() throws Exception {
    for (SandboxInfo each : own()) {
      next.remove(each);
    }
    reaper.close();
    died.close();
    next.close();
  }

  private List<SandboxInfo> own() throws Exception {
    return next.list().stream().filter(each -> each.owner().equals(store.owner())).toList();
  }

  private Sandbox start(Job job, DatabaseNeeds.Source needs) throws Exception {
    return died.start(
        new SandboxRequest(
            job.id(),
            store.owner(),
            true,
            now,
            now.plus(DAY),
            OptionalInt.of(15),
            "zenops",
            needs,
            false,
            ServerChoice.USUAL),
        ProgressListener.none(),
        Cancellation.none());
  }

  private void makeReady() throws Exception {
    start(Jobs.queued("zzzzzz"), DatabaseNeeds::none).remove();
    died.keepWarm(new WarmPolicy(1, store.owner(), now, DAY));
    assertThat(own()).singleElement().matches(SandboxInfo::isWarm);
  }

  private Job moved(Job job, JobState... states) {
    Job moved = job;
    for (JobState state : states) {
      moved = journal.move(moved, state, Actor.BOT, "").orElseThrow();
    }
    return moved;
  }

  @Test
  void beforeATestTookIt() throws Exception {
    makeReady();
    reaper.recover();

    assertThat(own()).isEmpty();
  }

  @Test
  void betweenTakingAndRecording() throws Exception {
    makeReady();
    Job job =
        moved(journal.open(Jobs.queued("k3m9x2")), JobState.PREPARING, JobState.STARTING_SANDBOX);
    Sandbox unrecorded = start(job, DatabaseNeeds::none);
    assertThat(own()).extracting(SandboxInfo::jobId).containsExactly("k3m9x2");
    reaper.recover();

    assertThat(own()).isEmpty();
    assertThat(store.find(job.id()).orElseThrow().reason().orElseThrow().message())
        .contains("Removed: " + unrecorded.info().container());
  }

  @Test
  void afterTheTestWhileItsSandboxIsKept() throws Exception {
    makeReady();
    Job job =
        moved(journal.open(Jobs.queued("k3m9x2")), JobState.PREPARING, JobState.STARTING_SANDBOX);
    Sandbox kept = start(job, DatabaseNeeds::none);
    job = journal.record(job.withSandbox(kept.info()), "SANDBOX", Actor.BOT, "").orElseThrow();
    job = moved(job, JobState.RESTORING, JobState.VERIFYING, JobState.READY);
    reaper.recover();

    assertThat(own()).extracting(SandboxInfo::jobId).containsExactly("k3m9x2");
    assertThat(store.find(job.id()).orElseThrow().state()).isEqualTo(JobState.READY);
    next.open(job.sandbox().orElseThrow()).remove();
    assertThat(own()).isEmpty();
  }

  @Test
  void whileItWasTaken() throws Exception {
    makeReady();
    Job job =
        moved(journal.open(Jobs.queued("k3m9x2")), JobState.PREPARING, JobState.STARTING_SANDBOX);
    try {
      Sandbox unused =
          start(
              job,
              () -> {
                // It has the job's name and no database: as far as a process came that dies here.
                reaper.recover();
                throw new CancellationException("the process is dead");
              });
      throw new AssertionError("it was started: " + unused.info());
    } catch (CancellationException dead) {
      assertThat(own()).isEmpty();
    }
    assertThat(store.find(job.id()).orElseThrow().reason().orElseThrow().message())
        .contains("Removed: restore-bot-restore-test-k3m9x2");
  }
}
