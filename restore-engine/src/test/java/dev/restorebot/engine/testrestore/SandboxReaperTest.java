package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Jobs;
import dev.restorebot.engine.job.MemoryJobStore;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.FakeSandboxes;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines and what dead processes left, with a clock driven by hand. */
class SandboxReaperTest {
  private static final Instant END = Jobs.NOON.plus(Duration.ofHours(10));

  private final AtomicReference<Instant> now = new AtomicReference<>(Jobs.NOON);
  private final MemoryJobStore store = new MemoryJobStore();
  private final FakeSandboxes sandboxes = FakeSandboxes.working("docker");
  private final JobJournal journal = new JobJournal(store, now::get);
  private final SandboxReaper janitor =
      new SandboxReaper(
          store,
          journal,
          sandboxes,
          () ->
              new TestSettings(
                  store.owner(),
                  1,
                  Duration.ofHours(10),
                  Duration.ofHours(1),
                  Duration.ofHours(24),
                  true,
                  0,
                  new LoginSettings(true, Duration.ofHours(4), "db1.example", OptionalInt.empty()),
                  DiskLimits.DEFAULT,
                  BackupNames.usual(ZoneOffset.UTC),
                  Optional.empty(),
                  database -> null),
          now::get);

  @AfterEach
  void close() {
    janitor.close();
  }

  private Job jobIn(JobState... states) {
    return in(Jobs.queued("k3m9x2"), states);
  }

  private Job in(Job queued, JobState... states) {
    Job job = journal.open(queued);
    for (JobState state : states) {
      job = journal.move(job, state, Actor.BOT, "").orElseThrow();
    }
    return job;
  }

  private Job ready() {
    return ready("k3m9x2");
  }

  private Job ready(String id) {
    Job job =
        in(
            Jobs.queued(id),
            JobState.PREPARING,
            JobState.STARTING_SANDBOX,
            JobState.RESTORING,
            JobState.VERIFYING);
    SandboxInfo sandbox =
        owned(job.id(), store.owner(), true, Jobs.NOON.plus(Duration.ofHours(24)));
    sandboxes.existing.add(sandbox);
    return journal
        .move(job.withSandbox(sandbox).withExpiry(Optional.of(END)), JobState.READY, Actor.BOT, "")
        .orElseThrow();
  }

  private static SandboxInfo owned(String job, String owner, boolean keep, Instant deadline) {
    SandboxInfo made = Jobs.sandbox(job);
    return new SandboxInfo(
        made.runtime(),
        job,
        owner,
        keep,
        made.image(),
        made.container(),
        made.volume(),
        made.host(),
        made.port(),
        made.database(),
        made.user(),
        made.serverVersion(),
        made.createdAt(),
        deadline,
        made.notes(),
        made.connectCommands(),
        made.removeCommands());
  }

  private long times(Job job, String what) {
    return store.history(job.id()).stream().map(JobEvent::what).filter(what::equals).count();
  }

  @Test
  void warnsOnceBeforeTheEndAndAgainAfterItWasPutOff() {
    Job job = ready();
    janitor.look();
    assertThat(times(job, SandboxReaper.WARNED)).isZero();

    now.set(END.minus(Duration.ofMinutes(59)));
    janitor.look();
    janitor.look();
    assertThat(times(job, SandboxReaper.WARNED)).isEqualTo(1);

    Job extended = janitor.extend(job.id(), Duration.ofHours(2), Jobs.ALICE).orElseThrow();
    assertThat(extended.expiresAt()).contains(END.plus(Duration.ofHours(2)));
    janitor.look();
    assertThat(times(job, SandboxReaper.WARNED)).isEqualTo(1);
    now.set(END.plus(Duration.ofMinutes(61)));
    janitor.look();
    assertThat(times(job, SandboxReaper.WARNED)).isEqualTo(2);
  }

  @Test
  void removesTheSandboxWhenItsTimeIsOver() {
    Job job = ready();
    now.set(END);
    janitor.look();

    assertThat(sandboxes.existing).isEmpty();
    assertThat(store.find(job.id()).orElseThrow().state()).isEqualTo(JobState.CLEANED_UP);
  }

  @Test
  void theEndCannotBePutOffBeyondTheDeadline() {
    Job job = ready();

    assertThat(janitor.extend(job.id(), Duration.ofDays(400), Jobs.ALICE).orElseThrow().expiresAt())
        .contains(Jobs.NOON.plus(Duration.ofHours(24)));
  }

  @Test
  void aJobThatADeadProcessWasBusyWithEndsAndItsSandboxGoes() {
    Job job = jobIn(JobState.PREPARING, JobState.STARTING_SANDBOX, JobState.RESTORING);
    sandboxes.existing.add(owned(job.id(), store.owner(), true, END));

    janitor.recover();

    Job ended = store.find(job.id()).orElseThrow();
    assertThat(ended.state()).isEqualTo(JobState.COULD_NOT_VERIFY);
    assertThat(ended.outcome()).contains(Outcome.COULD_NOT_VERIFY);
    assertThat(ended.reason().orElseThrow().code()).isEqualTo(ProblemCode.INTERRUPTED);
    assertThat(ended.reason().orElseThrow().message()).contains("RESTORING", "Removed:");
    assertThat(sandboxes.existing).isEmpty();
  }

  @Test
  void whatStandsForInspectionAndWhatIsQueuedStays() {
    Job standing = ready();
    Job queued = journal.open(Jobs.queued("q7w8e9"));

    janitor.recover();

    assertThat(store.find(standing.id()).orElseThrow().state()).isEqualTo(JobState.READY);
    assertThat(store.find(queued.id()).orElseThrow().state()).isEqualTo(JobState.QUEUED);
    assertThat(sandboxes.existing).hasSize(1);
  }

  @Test
  void ofStrangersOnlyTheOverdueAndTheOnesOfDeadCommandsGo() {
    String host = OrphanFinder.commandOwner().split(":", -1)[1];
    SandboxInfo other = owned("aaaaaa", "another bot", true, END);
    SandboxInfo overdue = owned("bbbbbb", "another bot", true, Jobs.NOON.minusSeconds(1));
    SandboxInfo alive = owned("cccccc", OrphanFinder.commandOwner(), false, END);
    SandboxInfo dead = owned("dddddd", "cli:" + host + ":999999999", false, END);
    SandboxInfo kept = owned("eeeeee", "cli:" + host + ":999999999", true, END);
    SandboxInfo elsewhere = owned("ffffff", "cli:elsewhere.example:999999999", false, END);
    // In a container of this host's network: with its name, and process numbers of its own.
    String container = host.replaceFirst("\\d+$", "") + "1";
    SandboxInfo contained = owned("gggggg", "cli:" + container + ":999999999", false, END);
    sandboxes.existing.addAll(List.of(other, overdue, alive, dead, kept, elsewhere, contained));

    janitor.recover();

    assertThat(container).isNotEqualTo(host);
    assertThat(sandboxes.existing)
        .containsExactlyInAnyOrder(other, alive, kept, elsewhere, contained);
  }

  @Test
  void aServerThatAnEarlierProcessKeptReadyGoesAndThatOfAnotherBotStaysUntilItsDeadline() {
    SandboxInfo own = owned("", store.owner(), false, END);
    SandboxInfo others = owned("", "another bot", false, END);
    SandboxInfo overdue = owned("", "a third bot", false, Jobs.NOON.minusSeconds(1));
    Job standing = ready();
    sandboxes.existing.addAll(List.of(own, others, overdue));

    janitor.recover();

    assertThat(sandboxes.existing)
        .containsExactlyInAnyOrder(standing.sandbox().orElseThrow(), others);
  }

  @Test
  void whatAnEndedJobLeftGoesWhileTheBotRuns() {
    Job ended = jobIn(JobState.PREPARING, JobState.STARTING_SANDBOX, JobState.COULD_NOT_VERIFY);
    Job standing = ready("q7w8e9");
    Job running = journal.open(Jobs.queued("r5t6y7"));
    SandboxInfo used = owned(running.id(), store.owner(), true, END);
    SandboxInfo warm = owned("", store.owner(), false, END);
    SandboxInfo ofNoTest = owned("zzzzzz", store.owner(), true, END);
    SandboxInfo others = owned(ended.id(), "another bot", true, END);
    Instant over = Jobs.NOON.minusSeconds(1);
    sandboxes.existing.add(owned("cccccc", store.owner(), true, over));
    sandboxes.existing.addAll(
        List.of(owned(ended.id(), store.owner(), true, END), used, warm, ofNoTest, others));

    janitor.removeLeft();

    assertThat(sandboxes.existing)
        .containsExactlyInAnyOrder(standing.sandbox().orElseThrow(), used, warm, ofNoTest, others);
  }

  @Test
  void noRemovalWaitsForAnother() {
    CyclicBarrier both = new CyclicBarrier(2);
    sandboxes.beforeRemoval = () -> meet(both);
    sandboxes.existing.add(owned("aaaaaa", "another bot", true, Jobs.NOON.minusSeconds(1)));
    sandboxes.existing.add(owned("bbbbbb", "another bot", true, Jobs.NOON.minusSeconds(1)));

    janitor.recover();

    assertThat(sandboxes.existing).isEmpty();
  }

  private static void meet(CyclicBarrier both) {
    try {
      int unused = both.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
