package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.WarmPolicy;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.RepeatedTask;
import dev.restorebot.engine.task.Threads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Keeps servers ready for the next tests. They are started and renewed while no test runs or waits,
 * so that no test is slower for it. Thread-safe.
 */
final class WarmSandboxes implements JobListener, AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** The time in which a start that was cancelled removes what it made. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final JobStore store;
  private final SandboxProvider sandboxes;
  private final Supplier<TestSettings> settings;
  private final InstantSource clock;
  private final RepeatedTask timer = new RepeatedTask("warm-sandboxes", this::tend);
  private volatile boolean watching;
  private volatile boolean renews;

  WarmSandboxes(
      JobStore store,
      SandboxProvider sandboxes,
      Supplier<TestSettings> settings,
      InstantSource clock) {
    this.store = store;
    this.sandboxes = sandboxes;
    this.settings = settings;
    this.clock = clock;
  }

  void watch() {
    watching = true;
    timer.start(EVERY, EVERY);
  }

  private void tend() {
    if (renews) {
      renews = false;
      sandboxes.keepWarm(policy(0));
    }
    if (store.open().allMatch(job -> job.state() == JobState.READY)) {
      sandboxes.keepWarm(policy(settings.get().warm()));
    }
  }

  /** Soon removes all of them; after the next test others are prepared. */
  void removeAll() {
    renews = true;
    if (watching) {
      timer.runSoon();
    }
  }

  private WarmPolicy policy(int servers) {
    TestSettings now = settings.get();
    return new WarmPolicy(servers, now.owner(), clock.instant(), now.maxLifetime());
  }

  @Override
  public void changed(Job job, JobEvent event) {
    if (watching && (job.state() == JobState.READY || job.state().ended())) {
      timer.runSoon();
    }
  }

  @Override
  public void progress(Job job, Progress progress) {}

  @Override
  public void milestone(Job job, Milestone milestone) {}

  /** Removes them. What an engine that hangs still has is left to the next start. */
  @Override
  public void close() {
    if (!watching) {
      return;
    }
    // It ends a start that is under way, and waits for it.
    Thread removal = Threads.start("warm-sandboxes-end", () -> sandboxes.keepWarm(policy(0)));
    timer.close(PATIENCE);
    try {
      removal.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
