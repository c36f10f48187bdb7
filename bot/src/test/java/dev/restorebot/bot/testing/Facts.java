package dev.restorebot.bot.testing;

import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.TableRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs, reports and sandboxes as the engine makes them. */
public final class Facts {
  public static final Instant NOW = Instant.parse("2026-11-23T03:04:00Z");
  public static final Actor ASHA = new Actor("console:asha", "Asha");
  public static final Actor BEN = new Actor("console:ben", "Ben");
  public static final String BACKUP = "sampleapp_db_2026-11-01_02-30-00.dump";

  private Facts() {}

  /** Where a job was asked for. */
  public static Origin origin(String jobId) {
    return new Origin("fake", "ops", jobId);
  }

  /** A job's headline, once the outbox knows it. */
  public static ThreadRef ref(String jobId) {
    return new ThreadRef("fake", "ops", jobId);
  }

  public static Job queued(String id) {
    return Job.queued(id, BACKUP, "/backups/" + BACKUP, ASHA, origin(id).write(), NOW);
  }

  /** A job that went the shortest way to that state. */
  public static Job in(String id, JobState state) {
    Job job = queued(id);
    for (JobState next : way(state)) {
      job = job.become(next, NOW);
    }
    return job;
  }

  private static List<JobState> way(JobState to) {
    return switch (to) {
      case QUEUED -> List.of();
      case PREPARING, CANCELLED -> List.of(to);
      case STARTING_SANDBOX, FAILED, COULD_NOT_VERIFY -> List.of(JobState.PREPARING, to);
      case RESTORING -> List.of(JobState.PREPARING, JobState.STARTING_SANDBOX, to);
      case VERIFYING ->
          List.of(JobState.PREPARING, JobState.STARTING_SANDBOX, JobState.RESTORING, to);
      case READY ->
          List.of(
              JobState.PREPARING,
              JobState.STARTING_SANDBOX,
              JobState.RESTORING,
              JobState.VERIFYING,
              to);
      case CLEANED_UP ->
          List.of(
              JobState.PREPARING,
              JobState.STARTING_SANDBOX,
              JobState.RESTORING,
              JobState.VERIFYING,
              JobState.READY,
              to);
    };
  }

  /** A verified job, with its report and its sandbox. */
  public static Job verified(String id, JobState state, Outcome outcome) {
    Job job =
        in(id, state)
            .withOutcome(outcome, Optional.empty(), Optional.of(ReportJson.write(report(outcome))))
            .withSandbox(sandbox(id, "owner", NOW.plus(Duration.ofDays(7))));
    return state == JobState.READY
        ? job.withExpiry(Optional.of(NOW.plus(Duration.ofHours(24))))
        : job;
  }

  /** Returns a job that ended for that reason, without a report. */
  public static Job because(String id, JobState state, Outcome outcome, Problem why) {
    return in(id, state).withOutcome(outcome, Optional.of(why), Optional.empty());
  }

  public static JobEvent event(Job job, Actor by, String detail) {
    return new JobEvent(job.id(), NOW, job.state().name(), by, detail);
  }

  /** A report of that outcome with a check of every status that fits it. */
  public static Report report(Outcome outcome) {
    boolean asked = outcome != Outcome.COULD_NOT_VERIFY;
    return new Report(
        outcome,
        new Report.BackupFacts(
            "/backups/" + BACKUP,
            Optional.of("ab".repeat(32)),
            Optional.of(1_234_567L),
            Optional.of("custom"),
            Optional.of(false),
            Optional.of("sampleapp"),
            Optional.of("15.18"),
            Optional.of(NOW)),
        Optional.empty(),
        Map.of("total", 8_123L),
        asked
            ? List.of(new TableRows("public", "small", 1), new TableRows("public", "users", 1925))
            : List.of(),
        checks(outcome),
        problems(outcome),
        Optional.of("standard"),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static List<Report.CheckFacts> checks(Outcome outcome) {
    String last =
        switch (outcome) {
          case PASSED -> "passed";
          case FAILED -> "failed";
          case COULD_NOT_VERIFY -> "could-not-verify";
        };
    return List.of(
        new Report.CheckFacts("restore-errors", "passed", "no errors"),
        new Report.CheckFacts("tables", "passed", "all 2"),
        new Report.CheckFacts("alembic", "skipped", "no expected revision is configured"),
        new Report.CheckFacts("rows", outcome == Outcome.FAILED ? "could-not-verify" : last, "r"),
        new Report.CheckFacts("key-tables", last, "users 0"));
  }

  private static List<Report.ProblemFacts> problems(Outcome outcome) {
    return switch (outcome) {
      case PASSED ->
          List.of(
              new Report.ProblemFacts(
                  ProblemCode.RESTORE_SLOW.code(), "It took long.", "Use custom format."));
      case FAILED ->
          List.of(
              new Report.ProblemFacts(
                  ProblemCode.CHECK_FAILED.code(), "users is empty.", "Use another generation."));
      case COULD_NOT_VERIFY ->
          List.of(
              new Report.ProblemFacts(
                  ProblemCode.CONNECTION_LOST.code(), "The server is gone.", "Try again."));
    };
  }

  public static SandboxInfo sandbox(String jobId, String owner, Instant deadline) {
    return new SandboxInfo(
        "docker",
        jobId,
        owner,
        true,
        "postgres:15-alpine",
        "restore-bot-restore-test-" + jobId,
        "restore_bot_restore_test_" + jobId,
        "127.0.0.1",
        5432,
        "sampleapp",
        "postgres",
        "15.18",
        NOW,
        deadline,
        List.of("Another locale was used."),
        List.of("docker exec -it restore-bot-restore-test-" + jobId + " psql"),
        List.of("docker rm -f " + jobId));
  }
}
