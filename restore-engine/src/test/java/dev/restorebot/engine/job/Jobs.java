package dev.restorebot.engine.job;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Made-up jobs for tests. */
public final class Jobs {
  /** With nanoseconds, so that a store that drops them is found out. */
  public static final Instant NOON = Instant.parse("2026-03-08T12:00:00.123456789Z");

  public static final Actor ALICE = new Actor("slack:U024BE7LH", "Alice “λ” O'Hara");
  public static final Problem WRONG_KEY =
      new Problem(ProblemCode.BAD_DECRYPT, "The key does not fit.", "Set the right key.");

  private Jobs() {}

  public static Job queued(String id) {
    return queued(id, NOON);
  }

  public static Job queued(String id, Instant at) {
    return Job.queued(id, "zenops.dump", "/backups/zenops.dump", ALICE, "{\"channel\":\"C1\"}", at);
  }

  public static JobEvent event(Job job) {
    return new JobEvent(job.id(), job.changedAt(), job.state().name(), ALICE, "");
  }

  public static SandboxInfo sandbox(String jobId) {
    return new SandboxInfo(
        "docker",
        jobId,
        "owner",
        true,
        "postgres:17-alpine",
        "restore-bot-" + jobId,
        "restore_bot_" + jobId,
        "127.0.0.1",
        54321,
        "zenops",
        "zenops",
        "17.2",
        NOON,
        NOON.plus(Duration.ofHours(24)),
        List.of("the locale is C.UTF-8"),
        List.of("docker exec -it restore-bot-" + jobId + " psql"),
        List.of("docker rm -f restore-bot-" + jobId));
  }
}
