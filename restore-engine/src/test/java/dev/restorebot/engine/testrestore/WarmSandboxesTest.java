package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Jobs;
import dev.restorebot.engine.job.MemoryJobStore;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.FakeSandboxes;
import dev.restorebot.engine.sandbox.WarmPolicy;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Eventually;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** When servers for the next tests are started, renewed and removed. */
class WarmSandboxesTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final MemoryJobStore store = new MemoryJobStore();
  private final FakeSandboxes sandboxes = FakeSandboxes.working("docker");
  private final JobJournal journal = new JobJournal(store, () -> Jobs.NOON);
  private final WarmSandboxes warm =
      new WarmSandboxes(
          store,
          sandboxes,
          () ->
              new TestSettings(
                  store.owner(),
                  1,
                  Duration.ofHours(24),
                  Duration.ofHours(1),
                  WEEK,
                  true,
                  2,
                  new LoginSettings(true, Duration.ofHours(4), "db1.example", OptionalInt.empty()),
                  DiskLimits.DEFAULT,
                  BackupNames.usual(ZoneOffset.UTC),
                  Optional.empty(),
                  database -> null),
          () -> Jobs.NOON);

  private final WarmPolicy two = policy(2);
  private final WarmPolicy none = policy(0);

  private WarmPolicy policy(int servers) {
    return new WarmPolicy(servers, store.owner(), Jobs.NOON, WEEK);
  }

  private Job moved(Job job, JobState... states) {
    Job moved = job;
    for (JobState state : states) {
      moved = journal.move(moved, state, Actor.BOT, "").orElseThrow();
    }
    return moved;
  }

  @Test
  void theyAreStartedWhenATestHasEndedAndNoOtherRunsOrWaits() {
    journal.add(warm);
    warm.watch();
    Job first = journal.open(Jobs.queued("aaaaaa"));
    Job second = journal.open(Jobs.queued("bbbbbb"));
    moved(
        first,
        JobState.PREPARING,
        JobState.STARTING_SANDBOX,
        JobState.RESTORING,
        JobState.VERIFYING,
        JobState.READY);
    moved(second, JobState.PREPARING, JobState.FAILED);
    Eventually.get("servers", () -> sandboxes.warm, asked -> asked.contains(two));
    warm.close();

    assertThat(sandboxes.warm).startsWith(two).endsWith(none);
  }

  @Test
  void nothingIsStartedWhileATestRuns() {
    journal.add(warm);
    warm.watch();
    moved(journal.open(Jobs.queued("aaaaaa")), JobState.PREPARING);
    moved(journal.open(Jobs.queued("bbbbbb")), JobState.CANCELLED);
    warm.close(); // after the look that the end of the second caused

    assertThat(sandboxes.warm).isNotEmpty().containsOnly(none);
  }

  @Test
  void aCommandKeepsNone() {
    journal.add(warm);
    moved(journal.open(Jobs.queued("aaaaaa")), JobState.CANCELLED);
    warm.removeAll();
    warm.close();

    assertThat(sandboxes.warm).isEmpty();
  }

  @Test
  void aChangeOfTheSettingsRemovesThem() {
    warm.watch();
    warm.removeAll();

    Eventually.get("the removal", () -> sandboxes.warm, asked -> asked.contains(two));
    assertThat(sandboxes.warm).startsWith(none, two);
    warm.close();
  }

  @Test
  void oneIsOverWhenASandboxInItMightOutliveItsDeadline() {
    WarmPolicy later = new WarmPolicy(1, "me", Jobs.NOON.plus(Duration.ofHours(12)), WEEK);
    WarmPolicy latest = new WarmPolicy(1, "me", later.now().plusSeconds(1), WEEK);
    WarmPolicy longer = new WarmPolicy(1, "me", later.now(), WEEK.plusSeconds(1));

    assertThat(later.isOver(two.deadline())).isFalse();
    assertThat(latest.isOver(two.deadline())).isTrue();
    assertThat(longer.isOver(two.deadline())).isTrue();
  }
}
